out = []
def returns(n):
    try:
        if n == 0: return 'try'
        if n == 1: raise KeyError('k')
        if n == 2: raise TypeError('t')
        out.append('through')
    except KeyError as e:
        return 'except ' + str(e)
    except (TypeError, ValueError):
        raise RuntimeError('again')
    else:
        out.append('else')
    finally:
        out.append(('finally', n))
    return 'end'
def nested():
    fs = []
    for i in range(3):
        def f(j=i): return (i, j)
        fs.append(f)
    return [f() for f in fs]
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    return up
def gen(n):
    yield 'start'
    for i in range(n):
        if i == 2: continue
        yield i
    else:
        yield 'else'
    yield from (x * x for x in range(2))
g_value = 1
def set_global():
    global g_value, made
    g_value += 10
    made = 'made'
def search(items, x):
    for i, item in enumerate(items):
        if item == x: break
    else:
        return -1
    return i
def matched(x):
    match x:
        case 0: return 'zero'
        case int() as n if n > 10: return f'big {n}'
        case int(): return 'int'
        case str(): return 'str'
        case [a, b]: return ('pair', a, b)
        case [first, *rest]: return ('list', first, rest)
        case {'k': k, **rest}: return ('dict', k, rest)
        case None: return 'none'
        case _: return 'other'
def many(a, b=2, /, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
def errors():
    found = []
    for f in (lambda: many(1), lambda: many(), lambda: many(1, d=2, a=3), lambda: [][0], lambda: {}['x'], lambda: undefined_name, lambda: 1 / 0, lambda: int('x'), lambda: (1).foo, lambda: next(iter([])), lambda: 'a' + 1, lambda: None(), lambda: [1, 2].index(5), lambda: len(5) if False else max([])):
        try: found.append(f())
        except Exception as e: found.append(type(e).__name__)
    return found
up = counter()
x = y = [1]
y.append(2)
a, (b, *c), d = 1, (2, 3, 4), 5
data = {'a': {'b': [1, 2]}}
data['a']['b'][0] += 5
data['a'].setdefault('c', []).append(9)
del data['a']['b'][1], a
i = 0
while True:
    i += 1
    if i % 2: continue
    if i > 6: break
    out.append(i)
if (n := len(out)) > 2: out.append(('walrus', n))
set_global()
lst = [5, 3, 1]
lst[1:2] = [7, 8]
lst[::2] = [0, 0]
s = 'abc'
t = s
s += 'd'
r1 = [returns(0), returns(1), returns(3)]
try: returns(2)
except RuntimeError as e: r1.append(str(e))
assert r1, 'no'
result = (r1, out, nested(), [up(), up(5), up()], list(gen(4)), g_value, made, search('abc', 'c'), search([], 1), [matched(v) for v in (0, 50, 5, 'a', [1, 2], (1, 2, 3), {'k': 1, 'z': 2}, None, 1.5)], many(1, 2, 3, 4, 5, d=6, f=7), many(1, d=0), errors(), x, b, c, d, data, i, lst, s, t, [(lambda *a, **k: (a, k))(1, b=2)], (lambda: (yield))is not None)
# (['try', "except 'k'", 'end', 'again'], [2, 4, 6, ('walrus', 3), ('finally', 0), ('finally', 1), 'through', 'else', ('finally', 3), ('finally', 2)], [(2, 0), (2, 1), (2, 2)], [1, 6, 7], ['start', 0, 1, 3, 'else', 0, 1], 11, 'made', 2, -1, ['zero', 'big 50', 'int', 'str', ('pair', 1, 2), ('list', 1, [2, 3]), ('dict', 1, {'z': 2}), 'none', 'other'], (1, 2, 3, (4, 5), 6, 5, {'f': 7}), (1, 2, 3, (), 0, 5, {}), ['TypeError', 'TypeError', (1, 2, 3, (), 2, 5, {'a': 3}), 'IndexError', 'KeyError', 'NameError', 'ZeroDivisionError', 'ValueError', 'AttributeError', 'StopIteration', 'TypeError', 'TypeError', 'ValueError', 'ValueError'], [1, 2], 2, [3, 4], 5, {'a': {'b': [6], 'c': [9]}}, 8, [0, 7, 0, 1], 'abcd', 'abc', [((1,), {'b': 2})], True)
