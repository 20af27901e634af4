-- The second part of an exchange: it admits calls, and responds. `counts.lua` defines the names.

-- Returns the others that wait for a pool.
local function others(index)
  local kept = pools[index]
  if kept.others then
    return kept.others
  end
  kept.others = {}
  local waiting = redis.call('HGETALL', key(index, 3))
  for place = 1, #waiting, 2 do
    local urgent, ordinary, lapses_at = string.match(waiting[place + 1], '(%d+) (%d+) (%d+)')
    if tonumber(lapses_at) < now then
      redis.call('HDEL', key(index, 3), waiting[place])
    elseif waiting[place] ~= me then
      local other = { name = waiting[place], waiting = { tonumber(urgent), tonumber(ordinary) }, used = 0 }
      kept.others[#kept.others + 1] = other
    end
  end
  kept.mine = 0
  if #kept.others > 0 then
    local by_name = {}
    local length = request.pools[index].windows[1][2]
    local ids = redis.call('ZRANGEBYSCORE', key(index, 1), '(' .. string.format('%d', now - length), '+inf')
    for _, id in ipairs(ids) do
      local name = string.match(id, '^%w+')
      by_name[name] = (by_name[name] or 0) + 1
    end
    for _, other in ipairs(kept.others) do
      other.used = by_name[other.name] or 0
    end
    kept.mine = by_name[me] or 0
  end
  return kept.others
end

-- Returns how much room a pool has for a class of calls, 1 for urgent ones and 2 for the others.
local function room(index, class)
  local pool, kept = request.pools[index], pools[index]
  local reserve = class == 1 and 0 or pool.reserve
  local free = math.huge
  for number_of_window, window in ipairs(pool.windows) do
    free = math.min(free, math.max(window[1] - reserve, 1) - kept.used[number_of_window])
  end
  local hint = kept.hint
  if hint then
    local under_way = redis.call('ZCOUNT', key(index, 1), '(' .. string.format('%d', now), '+inf')
    local left = hint.remaining - under_way - reserve
    -- Once more may remain, one call finds out how much.
    if left <= 0 and now >= hint.more_at and hint.probed_at + 1000 <= now then
      left = 1
    end
    free = math.min(free, math.max(left, 0))
  end
  return free
end

-- Returns how much of the room is for this process, so that all that wait come to the same part of
-- the window: whoever used least of it is admitted first.
local function share(index, class, wanted)
  local free = room(index, class)
  local waiting = others(index)
  if class == 2 then
    for _, other in ipairs(waiting) do
      free = free - other.waiting[1]
    end
  end
  if free <= 0 then
    return 0
  end
  if #waiting == 0 then
    -- Others may be about to ask: the first process does not get all at once.
    return math.min(wanted, math.max(math.ceil(free / #members), 8), free)
  end
  local mine = pools[index].mine
  local function admitted_at(level)
    local sum = math.min(wanted, math.max(level - mine, 0))
    for _, other in ipairs(waiting) do
      sum = sum + math.min(other.waiting[class], math.max(level - other.used, 0))
    end
    return sum
  end
  local low, high = 0, free + mine
  for _, other in ipairs(waiting) do
    high = math.max(high, free + other.used)
  end
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if admitted_at(middle) <= free then
      low = middle
    else
      high = middle - 1
    end
  end
  local part = math.min(wanted, math.max(low - mine, 0))
  -- The rest is for those that could use more, one call each, in the order of their names.
  local rest = free - admitted_at(low)
  if rest > 0 and mine <= low and part < wanted then
    for _, other in ipairs(waiting) do
      local could = other.used <= low and math.max(low - other.used, 0) < other.waiting[class]
      if could and other.name < me then
        rest = rest - 1
      end
    end
    if rest > 0 then
      part = part + 1
    end
  end
  return part
end

-- Returns whether a call of several units is admitted as a whole, although the share of this process is
-- smaller: there is room, and no process that waits has used less.
local function is_next(index, class, units)
  if room(index, class) < units then
    return false
  end
  for _, other in ipairs(others(index)) do
    local is_before = class == 2 and other.waiting[1] > 0
    if is_before or other.waiting[class] > 0 and other.used < pools[index].mine then
      return false
    end
  end
  return true
end

local function start(group, id)
  for _, charge in ipairs(group.charges) do
    local index, count = charge[1], charge[2]
    local kept = pools[index]
    for unit = 1, count do
      local name = unit == 1 and id or id .. '#' .. unit
      redis.call('ZADD', key(index, 1), string.format('%d', now + group.longest), name)
      changed(index, name)
    end
    for number_of_window in ipairs(kept.used) do
      kept.used[number_of_window] = kept.used[number_of_window] + count
    end
    kept.mine = (kept.mine or 0) + count
    if kept.hint and now >= kept.hint.more_at then
      kept.hint.probed_at = now
      write_hint(request.pools[index], kept.hint)
    end
  end
end

local granted = {}
local next_call = request.next
local is_full = { false, false }
for place, group in ipairs(request.ask) do
  local class = group.urgent and 1 or 2
  local count, scarce, scarce_units = group.n, 1, 1
  if now < settled_at then
    count = 0
  end
  -- No other call may pass one that waits for the general limits.
  if is_full[1] or is_full[class] then
    count = 0
  end
  for charge_place, charge in ipairs(group.charges) do
    if count > 0 then
      local units = count * charge[2]
      local part = math.floor(share(charge[1], class, units) / charge[2])
      if part == 0 and charge[2] > 1 and is_next(charge[1], class, charge[2]) then
        part = 1
      end
      if part < count then
        count, scarce, scarce_units = part, charge[1], charge[2]
      end
    end
  end
  for _ = 1, count do
    start(group, me .. ':' .. string.format('%d', next_call))
    next_call = next_call + 1
  end
  granted[place] = count
  local missing = group.n - count
  if missing > 0 then
    if scarce == 1 then
      is_full[class] = true
    end
    local kept = pools[scarce]
    kept.waiting[class] = kept.waiting[class] + missing * scarce_units
    kept.next_units[class] = kept.next_units[class] or scarce_units
  end
end
pools[1].waiting[2] = pools[1].waiting[2] + request.more

-- Returns when this process is next in a pool: when as many units have left the windows as are before it.
local function due(index, class)
  local pool, kept = request.pools[index], pools[index]
  local ahead = 0
  for _, other in ipairs(others(index)) do
    if class == 2 then
      ahead = ahead + other.waiting[1]
    end
    local tie = other.name < me and 0 or 1
    ahead = ahead + math.min(other.waiting[class], math.max(kept.mine + 1 - other.used - tie, 0))
  end
  -- The next call needs all of its units.
  ahead = ahead + (kept.next_units[class] or 1) - 1
  local at = ahead > 0 and now + SOON or now
  local reserve = class == 1 and 0 or pool.reserve
  for number_of_window, window in ipairs(pool.windows) do
    local free = math.max(window[1] - reserve, 1) - kept.used[number_of_window]
    local place = math.max(ahead - math.max(free, 0), 0)
    if ahead < free then
      at = math.max(at, now + AT_ONCE)
    else
      local first = '(' .. string.format('%d', now - window[2])
      local call = redis.call('ZRANGEBYSCORE', key(index, 1), first, '+inf', 'WITHSCORES', 'LIMIT', place, 1)
      local ended_at = number(call[2])
      if ended_at > 0 and ended_at <= now then
        at = math.max(at, ended_at + window[2])
      else
        -- That call is under way, and nobody knows yet when it will have ended.
        at = math.max(at, now + math.ceil(window[2] / 40))
      end
    end
  end
  if kept.hint then
    at = math.max(at, kept.hint.more_at)
  end
  return math.min(math.max(at, settled_at), now + request.heartbeat)
end

local reply = {
  now = now,
  epoch = epoch,
  settles_in = math.max(settled_at - now, 0),
  processes = #members,
  rank = rank,
  granted = granted,
  pools = {},
}
for index, pool in ipairs(request.pools) do
  local kept = pools[index]
  local urgent, ordinary = kept.waiting[1], kept.waiting[2]
  local pool_reply = { since = kept.since, due_in = 0, waiting = 0, others = 0 }
  if urgent + ordinary > 0 then
    local at = due(index, urgent > 0 and 1 or 2)
    pool_reply.due_in = at - now
    local text = string.format('%d %d %d', urgent, ordinary, at + GRACE)
    redis.call('HSET', key(index, 3), me, text)
    redis.call('PEXPIRE', key(index, 3), request.heartbeat + 60000)
  else
    redis.call('HDEL', key(index, 3), me)
  end
  for _, other in ipairs(urgent + ordinary > 0 and others(index) or {}) do
    pool_reply.others = pool_reply.others + 1
    pool_reply.waiting = pool_reply.waiting + other.waiting[1] + other.waiting[2]
  end
  if kept.hint then
    pool_reply.hint = { kept.hint.remaining, kept.hint.more_at - now }
  end
  reply.pools[index] = pool_reply
end

-- Everything expires once nobody needs it any more.
redis.call('HSET', state, 'version', string.format('%d', version))
local longest_life = 0
for index, kept in ipairs(pools) do
  local last = redis.call('ZREVRANGE', key(index, 1), 0, 0, 'WITHSCORES')
  local life = math.max(number(last[2]) - now, 0) + kept.longest + MARGIN
  longest_life = math.max(longest_life, life)
  for part = 1, 2 do
    redis.call('PEXPIRE', key(index, part), string.format('%d', life))
  end
end
redis.call('PEXPIRE', state, string.format('%d', longest_life + MARGIN))
redis.call('PEXPIRE', processes, string.format('%d', longest_life + MARGIN))
reply.cursor = version
return cjson.encode(reply)
