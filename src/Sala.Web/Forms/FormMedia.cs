using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>A picture, sound or film of a form, by its address.</summary>
/// <param name="Kind">image, audio, video or big-image.</param>
/// <param name="Address">Where the browser gets it; null where the file is missing.</param>
/// <param name="File">As the form names it.</param>
public sealed record MediaShown(string Kind, string? Address, string File);

/// <summary>Pictures, sounds and films beside some words.</summary>
public sealed record MediaBeside(Texts Texts, string Words, IReadOnlyList<MediaShown> Shown);

/// <summary>
/// The files of a pack that a form names in its columns image, audio, video and big-image: in the folder FORM-media beside the form, as ODK has it.
/// Only what the form names is given out, and only if it is of a kind that a browser plays. What people send is never among it: Sala takes no files.
/// </summary>
public sealed class FormMedia
{
    private static readonly string[] Kinds = ["image", "audio", "video", "big-image"];

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".webp"] = "image/webp", [".gif"] = "image/gif", [".svg"] = "image/svg+xml",
        [".mp3"] = "audio/mpeg", [".m4a"] = "audio/mp4", [".wav"] = "audio/wav", [".ogg"] = "audio/ogg", [".oga"] = "audio/ogg", [".opus"] = "audio/ogg",
        [".mp4"] = "video/mp4", [".webm"] = "video/webm",
    };

    private readonly string _address;
    private readonly Dictionary<string, string?> _files;

    private FormMedia(string address, Dictionary<string, string?> files) => (_address, _files) = (address, files);

    /// <summary>Names that the form gives and no file bears.</summary>
    public IEnumerable<string> Missing => _files.Where(f => f.Value is null).Select(f => f.Key);

    public bool IsEmpty => _files.Count == 0;

    /// <param name="form">The form.</param>
    /// <param name="path">The file that it was read from.</param>
    /// <param name="address">Where the files will be asked for.</param>
    public static FormMedia Beside(Form form, string path, string address)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path) + "-media");
        var names = from language in form.Languages
                    from kind in Kinds
                    from name in form.Questions.Select(q => q.Media(kind, language)).Concat(form.Questions.SelectMany(q => q.Choices).Distinct().Select(c => c.Media(kind, language)))
                    where name is { Length: > 0 }
                    select FileName(name);
        return new(address, names.Distinct(StringComparer.Ordinal).ToDictionary(n => n, n => Find(folder, n), StringComparer.Ordinal));
    }

    /// <summary>What a question or choice shows.</summary>
    /// <param name="named">Gives the file that a column names; null where it is empty.</param>
    public IReadOnlyList<MediaShown> Of(Func<string, string?> named)
    {
        List<MediaShown>? shown = null;
        foreach (var kind in Kinds)
        {
            if (named(kind) is not { Length: > 0 } written) continue;
            var file = FileName(written);
            (shown ??= []).Add(new(kind, _files.GetValueOrDefault(file) is null ? null : $"{_address}/{Uri.EscapeDataString(file)}", file));
        }
        return shown ?? [];
    }

    /// <summary>Gives out a file that the form names; 404 for any other.</summary>
    public IResult Send(string file) => _files.GetValueOrDefault(file) is { } path ? Results.File(path, Types[Path.GetExtension(path)], enableRangeProcessing: true) : Results.NotFound();

    // jr://images/cat.png is how an XForm names cat.png.
    private static string FileName(string written) => written[(written.LastIndexOfAny(['/', '\\']) + 1)..];

    private static string? Find(string folder, string name) =>
        Types.ContainsKey(Path.GetExtension(name)) && Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}
