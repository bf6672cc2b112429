return function(helpers)
  helpers.attach()
  helpers.wait('a diagnostic', function()
    return #vim.diagnostic.get(0) > 0
  end)
  return table.concat(vim.tbl_map(function(diagnostic)
    return diagnostic.message
  end, vim.diagnostic.get(0)), '\n')
end
