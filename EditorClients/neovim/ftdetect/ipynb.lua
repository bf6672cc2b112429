-- Neovim takes a notebook for plain `json`. A filetype of its own keeps kale-lsp out of all other JSON files, and
-- JSON servers and formatters, which would rewrite the whole file, out of notebooks.
vim.filetype.add({ extension = { ipynb = 'ipynb' } })
