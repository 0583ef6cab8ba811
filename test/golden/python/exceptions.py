def f(x):
  try:
    if x: raise ValueError('bad', x)
    return 'ok'
  except (KeyError, ValueError) as e:
    return str(e.args)
  finally:
    log.append(x)
log = []
result = (f(0), f(1), log)
# ('ok', "('bad', 1)", [0, 1])
