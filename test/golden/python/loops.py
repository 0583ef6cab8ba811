result = []
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
  for j in range(a, b + 1):
    if j == 3: break
    result += [i, j]
  else:
    result.append('done')
# [0, 1, 0, 2, 'done']
