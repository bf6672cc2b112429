---@brief
---
--- https://github.com/kale-lsp/kale-lsp
---
--- Language server for notebooks that Kale turns into pipelines of Kubeflow Pipelines: diagnostics, code actions, hovers and
--- completion of tags, in `.ipynb` files and in the percent scripts and Markdown files of jupytext.
---
--- ```sh
--- pip install kale-lsp
--- ```
---
--- The plugin of the project adds commands (`:KaleTag`, `:KaleGraph`, `:KaleCompile`, `:KaleRun`):
--- https://github.com/kale-lsp/kale-lsp/tree/main/EditorClients/neovim

-- Whether a text is a notebook of jupytext with tags or settings of Kale near its top. Other scripts are left alone.
local function is_kale_text(bufnr)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, 100, false)) do
    -- A tag in a script or Markdown, in the cell's JSON, or in MyST.
    if line:find('kubeflow_notebook', 1, true) or line:find('tags=%[') or line:find('"tags": *%[') or line:find('^:tags: *%[') then
      return true
    end
  end
  return false
end

---@type vim.lsp.Config
return {
  cmd = { 'kale-lsp', 'serve' },
  filetypes = { 'ipynb', 'json', 'python', 'markdown' },
  root_dir = function(bufnr, on_dir)
    local name = vim.api.nvim_buf_get_name(bufnr)
    if name:find('%.ipynb$') or (vim.bo[bufnr].filetype ~= 'json' and is_kale_text(bufnr)) then
      on_dir(vim.fs.root(bufnr, { 'kale-lsp.toml', '.kale-lsp.toml', 'pyproject.toml', '.git' }) or vim.fs.dirname(name))
    end
  end,
}
