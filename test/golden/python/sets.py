s = {1, 2} | {3}
s.add(4)
s.discard(1)
result = (len(s), s & {2, 9}, s - {2}, s >= {2})
# (3, {2}, {3, 4}, True)
