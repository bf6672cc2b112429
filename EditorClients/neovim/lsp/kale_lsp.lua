-- How Neovim starts kale-lsp. Change it with vim.lsp.config('kale_lsp', {...}).

---@type vim.lsp.Config
return {
  cmd = { 'kale-lsp' },
  filetypes = { 'ipynb' },
  root_markers = { '.git', '.kale' },
}
