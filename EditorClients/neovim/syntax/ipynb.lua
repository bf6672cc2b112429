-- A notebook is JSON, and is coloured like it.
vim.cmd.runtime('syntax/json.vim')
