return function(helpers)
  helpers.attach()
  helpers.wait_for_diagnostics(tonumber(vim.env.KALE_COUNT))
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  return vim.tbl_map(function(diagnostic)
    local line = lines[diagnostic.lnum + 1]
    return {
      message = diagnostic.message,
      severity = diagnostic.severity,
      underlined = diagnostic.end_lnum == diagnostic.lnum and line:sub(diagnostic.col + 1, diagnostic.end_col) or vim.NIL,
    }
  end, vim.diagnostic.get(0))
end
