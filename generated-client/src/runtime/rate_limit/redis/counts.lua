-- One exchange of a process with the counts that it shares with others: it reports which calls have
-- started and ended, asks whether more may be sent, and receives the calls of others since the last
-- time. This part counts; `admission.lua`, which follows, admits.
--
-- KEYS: the state, the processes, and for each pool the calls, their changes and who waits.
-- ARGV: the request, as JSON. Pool 1 holds the general limits, the others hold special ones.
--
-- The calls of a pool are a sorted set. The score is when a call ended, or at the latest will have
-- ended, in milliseconds of this server's clock: it counts until the window has passed after that.

local MARGIN = 10000 -- How long calls are kept after the longest window.
local ABSENT = 3000 -- After this time without an exchange, a process is taken for ended.
local FORGOTTEN = 600000 -- After this time nothing is known of it any more.
local GRACE = 500 -- How late a process that waits may be before others are admitted in its stead.
local SOON = 10 -- When to ask again if others are first and have not asked yet.
local AT_ONCE = 2 -- When to ask again if there is room.
local YOUNG = 3 -- Seconds after its start in which a server may have lost what it knew.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local request = cjson.decode(ARGV[1])
local me = request.me
local state, processes = KEYS[1], KEYS[2]

-- The process does not wait for this response any more, and would not use what it is granted.
if request.valid_until > 0 and now > request.valid_until then
  return cjson.encode({ now = now, stale = true })
end

local function key(index, part)
  return KEYS[3 * index + part - 1]
end

local function number(text)
  return tonumber(text or '') or 0
end

local info = redis.pcall('INFO', 'server')
info = type(info) == 'string' and info or ''

-- Returns for how long a server that knows nothing should wait for others to report what it lost.
local function restart_pause()
  local uptime = string.match(info, 'uptime_in_seconds:(%d+)')
  return uptime and math.max(0, YOUNG - uptime) * 1000 or 0
end

-- While the state settles, nobody is admitted here: processes that had lost this server keep to
-- their shares until all have reported what they did meanwhile.
local epoch = redis.call('HGET', state, 'epoch')
local settled_at = number(redis.call('HGET', state, 'settled_at'))
-- A server that was restarted may have come back with old data, and another one may have taken its place.
local run = string.match(info, 'run_id:(%w+)') or ''
if epoch and redis.call('HGET', state, 'run') ~= run then
  epoch = nil
end
local is_known = epoch and epoch == request.epoch
if not epoch then
  epoch = me .. '-' .. string.format('%d', now)
  settled_at = now + (request.epoch ~= '' and request.settle or restart_pause())
elseif (request.rejoins or (request.epoch ~= '' and not is_known)) and now >= settled_at then
  settled_at = now + request.settle
end
redis.call('HSET', state, 'epoch', epoch, 'run', run, 'settled_at', string.format('%d', settled_at))

redis.call('ZADD', processes, now, me)
redis.call('ZREMRANGEBYSCORE', processes, '-inf', now - FORGOTTEN)
local members = redis.call('ZRANGEBYSCORE', processes, now - ABSENT, '+inf')
local rank = 0
local is_member = {}
for _, process in ipairs(members) do
  is_member[process] = true
  if process < me then
    rank = rank + 1
  end
end

local version = number(redis.call('HGET', state, 'version'))
local seen = version
local pools = {}

-- Returns what changed since the last exchange: IDs and scores, 0 for what was removed.
local function changes_since(index, cursor)
  if not is_known or cursor == 0 then
    return redis.call('ZRANGE', key(index, 1), 0, -1, 'WITHSCORES')
  end
  local flat = {}
  local ids = redis.call('ZRANGEBYSCORE', key(index, 2), '(' .. string.format('%d', cursor), '+inf')
  for _, id in ipairs(ids) do
    flat[#flat + 1] = id
    flat[#flat + 1] = redis.call('ZSCORE', key(index, 1), id) or '0'
  end
  return flat
end

local function changed(index, id)
  version = version + 1
  redis.call('ZADD', key(index, 2), version, id)
end

-- Of two reports about one call, the earlier end is the more exact one.
local function record(index, id, at)
  local known = redis.call('ZSCORE', key(index, 1), id)
  if not known or at < tonumber(known) then
    redis.call('ZADD', key(index, 1), string.format('%d', at), id)
    changed(index, id)
  end
end

local function remove_old(index, longest)
  local calls = key(index, 1)
  local old = redis.call('ZRANGEBYSCORE', calls, '-inf', now - longest - MARGIN, 'LIMIT', 0, 1000)
  if #old > 0 then
    redis.call('ZREM', calls, unpack(old))
    redis.call('ZREM', key(index, 2), unpack(old))
  end
  -- Removed calls stay among the changes; there are few of them.
  local excess = redis.call('ZCARD', key(index, 2)) - 2 * redis.call('ZCARD', calls) - 1000
  if excess > 0 then
    redis.call('ZREMRANGEBYRANK', key(index, 2), 0, excess - 1)
  end
end

-- The API counted the calls of a process that has ended when they came, so that they count as if they
-- had ended soon after. One process looks for such calls, once in a second.
local function end_calls_of_ended_processes(index, pool)
  local field = 'swept:' .. pool.name
  if number(redis.call('HGET', state, field)) > now - 1000 then
    return
  end
  redis.call('HSET', state, field, string.format('%d', now))
  local calls = redis.call('ZRANGEBYSCORE', key(index, 1), '(' .. string.format('%d', now), '+inf')
  for _, id in ipairs(calls) do
    local process = string.match(id, '^%w+')
    if not is_member[process] then
      local seen_at = tonumber(redis.call('ZSCORE', processes, process) or now)
      record(index, id, math.min(seen_at + ABSENT, now))
    end
  end
end

-- Returns how many calls are in a window at some time.
local function used(index, length, at)
  return redis.call('ZCOUNT', key(index, 1), '(' .. string.format('%d', at - length), '+inf')
end

-- A hint: what the API reported as remaining, until when that holds, and when it was tried since.
local function read_hint(pool)
  local text = redis.call('HGET', state, 'hint:' .. pool.name)
  if not text then
    return nil
  end
  local remaining, more_at, probed_at = string.match(text, '(%d+) (%d+) (%d+)')
  return { remaining = tonumber(remaining), more_at = tonumber(more_at), probed_at = tonumber(probed_at) }
end

local function write_hint(pool, hint)
  local text = string.format('%d %d %d', hint.remaining, hint.more_at, hint.probed_at)
  redis.call('HSET', state, 'hint:' .. pool.name, text)
end

-- A refusal counts in any case. What remains counts if it is less than the calls known here explain.
local function observe(index, pool)
  local hint = read_hint(pool)
  if hint and now >= hint.more_at and pool.responses > 0 then
    redis.call('HDEL', state, 'hint:' .. pool.name)
    hint = nil
  end
  for _, report in ipairs(pool.hints) do
    local is_less = report.refused
    -- What is known here is not complete before the state has settled.
    if not is_less and now >= settled_at then
      local left = math.huge
      for _, window in ipairs(pool.windows) do
        left = math.min(left, window[1] - used(index, window[2], now - report.started))
      end
      is_less = report.remaining < math.max(left, 0)
    end
    local more_at = now - report.age + report.more_in
    if is_less and (not hint or report.remaining < hint.remaining) then
      hint = { remaining = report.remaining, more_at = more_at, probed_at = 0 }
      write_hint(pool, hint)
    elseif is_less and report.remaining == hint.remaining and more_at > hint.more_at then
      hint.more_at = more_at
      write_hint(pool, hint)
    end
  end
  return hint
end

for index, pool in ipairs(request.pools) do
  local longest = 0
  for _, window in ipairs(pool.windows) do
    longest = math.max(longest, window[2])
  end
  local kept = { longest = longest, used = {}, waiting = { 0, 0 }, next_units = {} }
  kept.since = changes_since(index, request.cursor)
  for _, call in ipairs(pool.calls) do
    record(index, call[1], now - call[2])
  end
  for _, id in ipairs(pool.removed) do
    if redis.call('ZREM', key(index, 1), id) > 0 then
      changed(index, id)
    end
  end
  remove_old(index, longest)
  end_calls_of_ended_processes(index, pool)
  kept.hint = observe(index, pool)
  for number_of_window, window in ipairs(pool.windows) do
    kept.used[number_of_window] = used(index, window[2], now)
  end
  pools[index] = kept
end
