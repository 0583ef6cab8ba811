a = [3, 1, 2]
a.sort()
a.insert(0, 9)
a.extend((7, 8))
b = a.pop()
a[1:3] = [0]
del a[0]
result = (a, b, a.index(7), a.count(0), sorted(a, key=lambda x: -x), a[::-1], [0] * 3 + [1])
# ([0, 3, 7], 8, 2, 1, [7, 3, 0], [7, 3, 0], [0, 0, 0, 1])
