using System.Runtime.InteropServices;
using System.Text;

namespace Sala.Countries;

/// <summary>
/// Words as ICU finds them (UAX #29, with its dictionary for Thai). .NET rests on the same ICU but offers no word breaks, so its library is asked directly:
/// ubrk_open, ubrk_next, ubrk_getRuleStatus, ubrk_close of unicode/ubrk.h.
/// </summary>
internal static class WordBreaks
{
    private const int Word = 1, Done = -1, FirstStatusOfAWord = 100;

    private static readonly Lazy<Icu> Library = new(Icu.Load);

    /// <exception cref="PlatformNotSupportedException">No ICU library is installed.</exception>
    public static int Count(string text, string language)
    {
        var icu = Library.Value;
        var error = 0;
        // ICU keeps the address while it walks the text.
        var pinned = GCHandle.Alloc(text, GCHandleType.Pinned);
        try
        {
            var breaks = icu.Open(Word, Encoding.ASCII.GetBytes(language + '\0'), pinned.AddrOfPinnedObject(), text.Length, ref error);
            if (error > 0) throw new PlatformNotSupportedException($"ICU found no word breaks for {language} (code {error}).");
            var count = 0;
            while (icu.Next(breaks) != Done)
                if (icu.Status(breaks) >= FirstStatusOfAWord) count++;
            icu.Close(breaks);
            return count;
        }
        finally
        {
            pinned.Free();
        }
    }

    private delegate nint OpenBreaks(int type, byte[] locale, nint text, int length, ref int error);

    private delegate int OfBreaks(nint breaks);

    private delegate void CloseBreaks(nint breaks);

    private sealed record Icu(OpenBreaks Open, OfBreaks Next, OfBreaks Status, CloseBreaks Close)
    {
        // The name of the library and of each function carries ICU's version; the newest is taken.
        public static Icu Load()
        {
            for (var version = 99; version >= 50; version--)
                if (NativeLibrary.TryLoad($"libicuuc.so.{version}", out var library) && NativeLibrary.TryGetExport(library, $"ubrk_open_{version}", out _))
                    return new(
                        Function<OpenBreaks>(library, $"ubrk_open_{version}"), Function<OfBreaks>(library, $"ubrk_next_{version}"),
                        Function<OfBreaks>(library, $"ubrk_getRuleStatus_{version}"), Function<CloseBreaks>(library, $"ubrk_close_{version}"));
            throw new PlatformNotSupportedException("ICU is missing (Debian: libicu72). .NET needs it too.");
        }

        private static T Function<T>(nint library, string name) where T : Delegate =>
            Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }
}
