-- Runs the pipeline to its end, then once more and stops it as soon as the step has begun.
return function(helpers)
  helpers.attach()
  local function output()
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
      if vim.bo[buffer].filetype == 'kale-run' then
        return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
      end
    end
    return ''
  end
  local function shown()
    local namespace = vim.api.nvim_get_namespaces()['kale.outline']
    local words = {}
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
      for _, chunk in ipairs(mark[4].virt_text) do
        table.insert(words, chunk[1])
      end
    end
    return table.concat(words)
  end
  local function notified(count)
    return function()
      return #helpers.notifications >= count
    end
  end
  local function bar(words)
    local text
    helpers.wait('the bar of the output', function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.bo[vim.api.nvim_win_get_buf(window)].filetype == 'kale-run' then
          text = vim.wo[window].winbar
        end
      end
      return text and text:find(words, 1, true)
    end)
    return text
  end
  vim.cmd.KaleRun('greeting=Servus')
  helpers.wait('the end of the run', notified(1))
  local bars = { bar('succeeded') }
  local printed = output()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.bo[buffer].filetype == 'kale-run' then
      vim.api.nvim_buf_delete(buffer, { force = true })
    end
  end
  vim.cmd.KaleRun('greeting=Adieu')
  helpers.wait('the step', function()
    return output():find('running', 1, true)
  end)
  helpers.wait('the time of the step', function()
    return shown():match('▶ running, %d+ s')
  end)
  vim.cmd.KaleStop()
  helpers.wait('the word that it was stopped', notified(2))
  helpers.wait('the step', function()
    return shown():find('stopped', 1, true)
  end)
  table.insert(bars, bar('stopped'))
  return { notifications = helpers.notifications, output = printed, shown = shown(), bars = bars }
end
