using System.Buffers.Binary;

namespace Sluice.Artifacts.Formats.Codecs;

/// <summary>
/// Looks ahead in a stream that is read once: formats tell by the next bytes what follows, decoders leave bytes unused.
/// Knows its position exactly.
/// </summary>
internal sealed class InputBuffer(Stream input)
{
    /// <summary>The most that <see cref="Peek"/> can show.</summary>
    public const int Capacity = 64 << 10;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity);
    private Stream _stream = input;
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>Bytes taken so far, or where a seek went plus the bytes taken since.</summary>
    public long Position { get; private set; }

    /// <summary>What is at hand without reading; at least one byte unless the end is reached.</summary>
    public ReadOnlySpan<byte> Available
    {
        get
        {
            if (_start == _end)
                Fill(1);
            return _buffer.AsSpan(_start, _end - _start);
        }
    }

    public bool IsAtEnd => Available.IsEmpty;

    /// <summary>The next bytes without taking them; fewer only at the end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        Fill(count);
        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Takes bytes that were seen.</summary>
    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>The next bytes, valid until the next call; at most <see cref="Capacity"/> of them.</summary>
    public ReadOnlySpan<byte> Take(int count, string what)
    {
        var bytes = Peek(count);
        if (bytes.Length < count)
            throw ArtifactException.Truncated(what);
        Advance(count);
        return bytes;
    }

    public byte[] TakeCopy(int count, int limit, string what)
    {
        if ((uint)count > (uint)limit)
            throw new ArtifactException($"{what} has {count} bytes; more than {limit} is not credible");
        return TakeGrowing(count, what);
    }

    /// <summary>For sizes that may be large and may lie: memory grows with what arrives.</summary>
    public byte[] TakeGrowing(int count, string what)
    {
        var bytes = new byte[Math.Min(count, Capacity)];
        var used = 0;
        while (used < count)
        {
            if (used == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(count, bytes.Length * 2L));
            var got = Read(bytes.AsSpan(used));
            if (got == 0)
                throw ArtifactException.Truncated(what);
            used += got;
        }

        return bytes;
    }

    public uint TakeUInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public int Read(Span<byte> output)
    {
        // Large reads go past the buffer.
        if (_start == _end && output.Length >= Capacity && !_hasEnded)
        {
            var direct = _stream.Read(output);
            _hasEnded = direct == 0;
            Position += direct;
            return direct;
        }

        var count = Math.Min(output.Length, Available.Length);
        _buffer.AsSpan(_start, count).CopyTo(output);
        Advance(count);
        return count;
    }

    /// <summary>Passes over bytes; returns how many there were, fewer than asked only at the end.</summary>
    public long Skip(long count)
    {
        var held = Math.Min(count, _end - _start);
        Advance((int)held);
        var rest = count - held;
        if (rest > Capacity && _stream.CanSeek)
        {
            var jump = Math.Clamp(_stream.Length - _stream.Position, 0, rest);
            _stream.Position += jump;
            Position += jump;
            return held + jump;
        }

        var skipped = held;
        while (skipped < count && !IsAtEnd)
        {
            var step = (int)Math.Min(count - skipped, _end - _start);
            Advance(step);
            skipped += step;
        }

        return skipped;
    }

    /// <summary>Begins afresh with another stream at position 0, keeping the memory.</summary>
    public InputBuffer Restart(Stream other)
    {
        _stream = other;
        _start = _end = 0;
        _hasEnded = false;
        Position = 0;
        return this;
    }

    /// <summary>Goes on from another place of a stream that seeks. What is at hand is kept when the place lies in it.</summary>
    public void Seek(long position)
    {
        var ahead = position - Position;
        if (ahead >= 0 && ahead <= _end - _start)
        {
            Advance((int)ahead);
            return;
        }

        _stream.Position = position;
        _start = _end = 0;
        _hasEnded = false;
        Position = position;
    }

    /// <summary>Passes over zeros; true when something else follows.</summary>
    public bool SkipZeros()
    {
        while (!IsAtEnd)
        {
            var zeros = Available.IndexOfAnyExcept((byte)0);
            if (zeros >= 0)
            {
                Advance(zeros);
                return true;
            }

            Advance(_end - _start);
        }

        return false;
    }

    /// <summary>The next <paramref name="length"/> bytes as a stream; ending early is an error. Null: all that is left.</summary>
    public Stream Section(long? length, string what) => new SectionStream(this, length, what);

    private void Fill(int wanted)
    {
        if (_end - _start >= wanted || _hasEnded)
            return;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < wanted && !_hasEnded)
        {
            var count = _stream.Read(_buffer.AsSpan(_end));
            _hasEnded = count == 0;
            _end += count;
        }
    }

    private sealed class SectionStream(InputBuffer input, long? length, string what) : ReadOnlyStream
    {
        private long _left = length ?? long.MaxValue;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0 || buffer.IsEmpty)
                return 0;
            var count = input.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            if (count == 0 && length is not null)
                throw ArtifactException.Truncated(what);
            _left -= count;
            return count;
        }
    }
}
