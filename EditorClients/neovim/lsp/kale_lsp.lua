-- How Neovim starts kale-lsp. Change it with vim.lsp.config('kale_lsp', {...}).

---@type vim.lsp.Config
return {
  cmd = { 'kale-lsp' },
  filetypes = { 'ipynb', 'python', 'markdown' },
  root_dir = function(buffer, on_root)
    if require('kale.notebooks').is_notebook(buffer) then
      local path = vim.api.nvim_buf_get_name(buffer)
      on_root(vim.fs.root(buffer, { '.git', '.kale' }) or vim.fs.dirname(path))
    end
  end,
  capabilities = { experimental = { kale = { outlineChanged = true, runOutput = true, runState = true } } },
  on_exit = function(_, _, client)
    -- Questions that were open get no answer.
    vim.schedule(function()
      require('kale.outline').forget()
      require('kale.run').forget(client)
    end)
  end,
  handlers = {
    ['kale/outlineChanged'] = function(...)
      require('kale.outline').on_change(...)
    end,
    ['kale/runState'] = function(...)
      require('kale.run_state').on_change(...)
    end,
    ['kale/runOutput'] = function(...)
      require('kale.run').on_output(...)
    end,
  },
}
