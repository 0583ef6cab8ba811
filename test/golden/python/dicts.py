d = {'a': 1}
d.update(b=2)
d.setdefault('c', 3)
result = (d, d.get('z', 0), d.pop('a'), list(d), 'b' in d, {**d, 'e': 5}, d == {'b': 2, 'c': 3})
# ({'b': 2, 'c': 3}, 0, 1, ['b', 'c'], True, {'b': 2, 'c': 3, 'e': 5}, True)
