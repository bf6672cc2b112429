--- What is shown behind each line that something is shown behind.
local function shown()
  local namespace = vim.api.nvim_get_namespaces()['kale.outline']
  local result = {}
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
    local words = vim.tbl_map(function(chunk)
      return chunk[1]
    end, mark[4].virt_text)
    table.insert(result, table.concat(words))
  end
  return result
end

-- The virtual text as the notebook is opened, and after a step has got another output that the next one takes.
return function(helpers)
  helpers.attach()
  helpers.wait('the virtual text', function()
    return #shown() > 0
  end)
  local before = shown()
  helpers.go_to('houses.iloc[:cut]')
  vim.cmd.substitute([[/houses.iloc/area = houses.iloc/]])
  helpers.go_to('step:train')
  vim.fn.search('source')
  vim.cmd.normal('o"print(area)\\n",')
  helpers.wait('the changed virtual text', function()
    return not vim.deep_equal(shown(), before)
  end)
  helpers.wait('the new input', function()
    return table.concat(shown(), '\n'):find('← area', 1, true)
  end)
  return { before = before, after = shown() }
end
