if vim.g.loaded_kale_lsp then
  return
end
vim.g.loaded_kale_lsp = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('kale-lsp needs Neovim 0.11 or newer', vim.log.levels.ERROR)
  return
end

vim.treesitter.language.register('json', 'ipynb')
vim.lsp.enable('kale_lsp')

vim.api.nvim_create_user_command('KaleCompile', function(command)
  require('kale_lsp').compile(command.args)
end, { nargs = '?', complete = 'dir', desc = 'Compile the notebook to a Kubeflow pipeline' })

vim.api.nvim_create_user_command('KaleTag', function(command)
  require('kale_lsp').tag(command.args)
end, {
  nargs = '?',
  complete = function(typed)
    return require('kale_lsp').complete_tag(typed)
  end,
  desc = "Add, change or repair the tags of the cursor's cell",
})
