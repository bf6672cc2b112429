/// A notebook for requests about all of it: blocks, steps of one and of two cells.
let sampleNotebook = """
  # %% tags=["imports"]
  import json
  # %% tags=["step:load"]
  # é😀
  houses = json.loads("[1]")
  # %% tags=["step:split", "prev:load"]
  train = houses[:1]
  # %%
  rest = houses[1:]
  # %% tags=["step:fit", "prev:split"]
  print("é😀", train, rest)
  """
