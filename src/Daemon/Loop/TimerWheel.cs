using System.Numerics;

namespace Daemon.Loop;

/// <summary>
/// The timers of one loop: a hierarchical wheel of four levels with 256 slots each, one millisecond a tick. Arming, disarming and
/// putting off are O(1) and allocate nothing; an entry is moved at most three times before it falls due, and the wheel knows how long
/// the loop may sleep. (G. Varghese, T. Lauck: Hashed and Hierarchical Timing Wheels, 1987, scheme 7)
/// </summary>
public sealed class TimerWheel
{
    private const int LevelBits = 8;
    private const int SlotsPerLevel = 1 << LevelBits;
    private const int Levels = 4;
    private const int WordsPerLevel = SlotsPerLevel / 64;
    private const long Horizon = 1L << (LevelBits * Levels);

    private readonly LoopTimer?[] _heads = new LoopTimer?[Levels * SlotsPerLevel];
    private readonly ulong[] _occupied = new ulong[Levels * WordsPerLevel];
    private long _now;

    /// <param name="nowMs">The clock's present value; every later one is handed to <see cref="Advance"/>.</param>
    public TimerWheel(long nowMs) => _now = nowMs;

    /// <summary>Timers linked now, including those put off and not looked at since.</summary>
    public int Count { get; private set; }

    /// <summary>Sets the deadline, whether armed before or not. Later than before: only the number is written.</summary>
    public void Arm(LoopTimer timer, long deadlineMs)
    {
        timer.DeadlineMs = deadlineMs;
        if (timer.Slot >= 0)
        {
            if (deadlineMs >= timer.PlacedMs) return;
            Unlink(timer);
        }
        Link(timer, deadlineMs, _now + 1);
    }

    /// <summary>Takes the timer out of the wheel at once, so that nothing of it is kept alive.</summary>
    public void Disarm(LoopTimer timer)
    {
        timer.DeadlineMs = LoopTimer.Never;
        if (timer.Slot >= 0) Unlink(timer);
    }

    /// <summary>Milliseconds the loop may sleep before the wheel must be looked at: -1 when it is empty.</summary>
    public int SleepMs(long nowMs)
    {
        if (Count == 0) return -1;
        var next = long.MaxValue;
        for (var level = 0; level < Levels; level++)
        {
            var shift = level * LevelBits;
            var position = (int)(_now >> shift) & (SlotsPerLevel - 1);
            var distance = DistanceToOccupied(level, position);
            if (distance < 0) continue;
            // A slot of a higher level is emptied into the lower ones when its first tick begins.
            var due = ((_now >> shift) + distance) << shift;
            next = Math.Min(next, due);
        }
        return (int)Math.Clamp(next - nowMs, 0, int.MaxValue);
    }

    /// <summary>Moves the clock on and calls <see cref="LoopTimer.OnDue"/> of everything whose deadline has passed.</summary>
    public void Advance(long nowMs)
    {
        while (_now < nowMs)
        {
            if (Count == 0)
            {
                _now = nowMs;
                return;
            }
            // Jump over ticks at which nothing stands on the lowest level and no higher slot begins.
            var position = (int)_now & (SlotsPerLevel - 1);
            var distance = DistanceToOccupied(0, position);
            var toBoundary = SlotsPerLevel - position;
            var step = distance < 0 ? toBoundary : Math.Min(distance, toBoundary);
            if (_now + step > nowMs)
            {
                _now = nowMs;
                return;
            }
            _now += step;
            if ((_now & (SlotsPerLevel - 1)) == 0) Cascade();
            Expire((int)_now & (SlotsPerLevel - 1));
        }
    }

    private void Cascade()
    {
        for (var level = 1; level < Levels; level++)
        {
            var position = (int)(_now >> (level * LevelBits)) & (SlotsPerLevel - 1);
            Replace((level * SlotsPerLevel) + position);
            if (position != 0) return;
        }
    }

    /// <summary>Takes a whole slot and links each entry anew, by its deadline of now.</summary>
    private void Replace(int slot)
    {
        while (_heads[slot] is { } timer)
        {
            Unlink(timer);
            Link(timer, timer.DeadlineMs, _now);
        }
    }

    private void Expire(int slot)
    {
        // What a callback arms for this very tick is linked one tick later, so that this ends.
        while (_heads[slot] is { } timer)
        {
            Unlink(timer);
            if (timer.DeadlineMs > _now)
            {
                Link(timer, timer.DeadlineMs, _now + 1);
                continue;
            }
            timer.DeadlineMs = LoopTimer.Never;
            timer.OnDue(_now);
        }
    }

    private void Link(LoopTimer timer, long deadlineMs, long earliest)
    {
        if (deadlineMs == LoopTimer.Never) return;
        var tick = Math.Clamp(deadlineMs, earliest, _now + Horizon - 1);
        var level = 0;
        // The level on which tick and now differ for the first time from above.
        var difference = (ulong)(tick ^ _now);
        if (difference >= SlotsPerLevel) level = Math.Min(Levels - 1, (63 - BitOperations.LeadingZeroCount(difference)) / LevelBits);
        var position = (int)(tick >> (level * LevelBits)) & (SlotsPerLevel - 1);
        if (level == Levels - 1 && (tick >> ((Levels - 1) * LevelBits)) - (_now >> ((Levels - 1) * LevelBits)) >= SlotsPerLevel)
        {
            position = (int)((_now >> ((Levels - 1) * LevelBits)) - 1) & (SlotsPerLevel - 1);
        }
        var slot = (level * SlotsPerLevel) + position;
        timer.Slot = slot;
        timer.PlacedMs = Math.Min(deadlineMs, tick);
        timer.Previous = null;
        timer.Next = _heads[slot];
        if (timer.Next is not null) timer.Next.Previous = timer;
        _heads[slot] = timer;
        _occupied[slot / 64] |= 1UL << (slot % 64);
        Count++;
    }

    private void Unlink(LoopTimer timer)
    {
        var slot = timer.Slot;
        if (timer.Previous is null) _heads[slot] = timer.Next;
        else timer.Previous.Next = timer.Next;
        if (timer.Next is not null) timer.Next.Previous = timer.Previous;
        if (_heads[slot] is null) _occupied[slot / 64] &= ~(1UL << (slot % 64));
        timer.Previous = timer.Next = null;
        timer.Slot = -1;
        Count--;
    }

    /// <summary>Slots from the position (exclusive) to the next occupied one of the level, 1..256; -1 when the level is empty.</summary>
    private int DistanceToOccupied(int level, int position)
    {
        var words = _occupied.AsSpan(level * WordsPerLevel, WordsPerLevel);
        var start = (position + 1) & (SlotsPerLevel - 1);
        var word = start / 64;
        var bits = words[word] & (ulong.MaxValue << (start % 64));
        for (var i = 0; i <= WordsPerLevel; i++)
        {
            if (bits != 0)
            {
                var found = (word * 64) + BitOperations.TrailingZeroCount(bits);
                var distance = (found - position) & (SlotsPerLevel - 1);
                return distance == 0 ? SlotsPerLevel : distance;
            }
            word = (word + 1) % WordsPerLevel;
            bits = words[word];
        }
        return -1;
    }
}
