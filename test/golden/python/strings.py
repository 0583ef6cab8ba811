s = 'a-b_c'
result = (s.split('-'), s.upper(), '_'.join('xy'), ' x '.strip(), s.replace('-', ''), s.startswith(('b', 'a')), 'abc'.find('c'), 'conv3x3'.isdigit(), '7'.zfill(3), 'a,b'.partition(','))
# (['a', 'b_c'], 'A-B_C', 'x_y', 'x', 'ab_c', True, 2, False, '007', ('a', ',', 'b'))
