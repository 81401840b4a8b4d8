namespace Sala.Statistics;

/// <summary>Rows of a CSV file with quoted cells, which may hold commas, line ends and doubled quotes.</summary>
/// <remarks>RFC 4180, section 2.</remarks>
internal static class QuotedRows
{
    public static IEnumerable<List<byte[]>> Read(Stream stream)
    {
        var cells = new List<byte[]>();
        var cell = new List<byte>();
        var (inside, any) = (false, false);
        while (true)
        {
            var b = stream.ReadByte();
            if (inside)
            {
                if (b < 0) break;
                if (b != '"') cell.Add((byte)b);
                else
                {
                    var next = stream.ReadByte();
                    if (next == '"') cell.Add((byte)'"');
                    else
                    {
                        inside = false;
                        if (next >= 0) stream.Position--;
                    }
                }
                continue;
            }
            switch (b)
            {
                case '"':
                    (inside, any) = (true, true);
                    break;
                case ',':
                    cells.Add([.. cell]);
                    cell.Clear();
                    any = true;
                    break;
                case '\r': break;
                case '\n' or -1:
                    if (any || cell.Count > 0)
                    {
                        cells.Add([.. cell]);
                        yield return cells;
                    }
                    cells = [];
                    cell.Clear();
                    any = false;
                    if (b < 0) yield break;
                    break;
                default:
                    cell.Add((byte)b);
                    any = true;
                    break;
            }
        }
        throw new DataException(Messages.QuoteNotClosed());
    }
}
