if vim.b.did_ftplugin then
  return
end
vim.cmd.runtime('ftplugin/json.vim')

-- Some tools write notebooks without a newline at the end: saving one after an edit must not add it.
vim.bo.fixendofline = false

vim.b.undo_ftplugin = vim.b.undo_ftplugin .. ' | setlocal fixendofline<'
