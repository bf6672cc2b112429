if vim.b.did_ftplugin then
  return
end
vim.cmd.runtime('ftplugin/json.vim')

-- Some tools write notebooks without a newline at the end: saving one after an edit must not add it.
vim.bo.fixendofline = false

local undo = { 'setlocal fixendofline<' }
if not vim.g.no_plugin_maps then
  for key, flags in pairs({ [']]'] = 'W', ['[['] = 'bW' }) do
    vim.keymap.set({ 'n', 'x', 'o' }, key, function()
      require('kale.cells').go_to_cell(flags)
    end, { buffer = true, desc = (key == ']]' and 'Next' or 'Previous') .. ' cell' })
    table.insert(undo, ('silent! unmap <buffer> %s'):format(key))
  end
end
vim.b.undo_ftplugin = table.concat({ vim.b.undo_ftplugin, unpack(undo) }, ' | ')

require('kale.client').tell_if_missing()
