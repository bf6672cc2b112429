-- A percent script: its diagnostics, what is shown at its cells, and the tag that the first fix leaves.
return function(helpers)
  helpers.attach()
  helpers.wait_for_diagnostics(1)
  local message = vim.diagnostic.get(0)[1].message
  helpers.go_to('prev:laod')
  helpers.choose('prev:load')
  vim.lsp.buf.code_action({ context = { only = { 'quickfix' } } })
  helpers.wait('the diagnostic to go', function()
    return #vim.diagnostic.get(0) == 0
  end)
  local shown = {}
  local namespace = vim.api.nvim_get_namespaces()['kale.outline']
  helpers.wait('the virtual text', function()
    shown = vim.tbl_map(function(mark)
      return { line = mark[2], text = mark[4].virt_text[1][1] }
    end, vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true }))
    return #shown == 2
  end)
  return { filetype = vim.bo.filetype, message = message, text = helpers.text(), shown = shown }
end
