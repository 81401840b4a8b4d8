namespace Sala.Forms.Sheets;

/// <summary>Counts what is really unpacked, because a zip archive's own sizes may lie.</summary>
internal sealed class BoundedStream(Stream inner, long packed) : Stream
{
    private readonly long _limit = Math.Min(WorkbookLimits.PartBytes, (1L << 20) + packed * WorkbookLimits.PackingRatio);
    private long _read;

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    private int Count(int n)
    {
        _read += n;
        return _read <= _limit ? n : throw new FormException(Messages.UnpacksTooLarge);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _read; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
