using System.Text;

namespace Sala.Tests.Fixtures;

/// <summary>Looks for bytes in every byte of many files.</summary>
internal static class ByteSearch
{
    /// <summary>A text in every shape that a program is likely to leave it in.</summary>
    public static IReadOnlyList<(string Shape, byte[] Bytes)> ShapesOf(string text)
    {
        var shapes = new List<(string, byte[])>();
        foreach (var (letters, variant) in ((string, string)[])[("", text), (" in capitals", text.ToUpperInvariant()), (" in small letters", text.ToLowerInvariant())])
        {
            var utf8 = Encoding.UTF8.GetBytes(variant);
            shapes.Add(($"UTF-8{letters}", utf8));
            shapes.Add(($"UTF-16LE{letters}", Encoding.Unicode.GetBytes(variant)));
            shapes.Add(($"UTF-16BE{letters}", Encoding.BigEndianUnicode.GetBytes(variant)));
            shapes.Add(($"hex{letters}", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8))));
            shapes.Add(($"HEX{letters}", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8))));
            for (var before = 0; before < 3; before++)
            {
                // Wherever the text begins in a longer one, these letters of its base64 depend on the text alone.
                var letters64 = Convert.ToBase64String([.. new byte[before], .. utf8]);
                var (first, last) = ((before * 8 + 5) / 6, (before + utf8.Length) * 8 / 6);
                shapes.Add(($"base64 at {before}{letters}", Encoding.ASCII.GetBytes(letters64[first..last])));
                shapes.Add(($"base64url at {before}{letters}", Encoding.ASCII.GetBytes(letters64[first..last].Replace('+', '-').Replace('/', '_'))));
            }
            shapes.Add(($"backwards{letters}", [.. utf8.Reverse()]));
        }
        return [.. shapes.DistinctBy(s => Convert.ToHexString(s.Item2))];
    }

    /// <summary>Where any of the shapes stands.</summary>
    /// <returns>One line for each file and shape; empty when there is none.</returns>
    public static IReadOnlyList<string> Find(IEnumerable<string> files, IReadOnlyList<(string Shape, byte[] Bytes)> shapes)
    {
        var found = new List<string>();
        foreach (var file in files)
        {
            if (Read(file) is not { } bytes) continue;
            foreach (var (shape, pattern) in shapes)
            {
                if (bytes.AsSpan().IndexOf(pattern) is var at and >= 0) found.Add($"{file} at {at}: {shape}");
            }
        }
        return found;
    }

    public static IReadOnlyList<string> Find(IEnumerable<string> files, string text) => Find(files, ShapesOf(text));

    private static byte[]? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            // A server drops temporary files while we look; a socket is no file.
            return null;
        }
    }
}
