namespace Sala.Countries;

/// <summary>A named person read this on that day and stands for it. What nobody stands for has none.</summary>
public sealed record Review(string By, DateOnly Day);

/// <summary>A setting that somebody outside the program has to agree to, and whether they have.</summary>
/// <param name="AgreedBy">Who has to agree, in words: "a lawyer of the country".</param>
/// <param name="Review">The agreement; null while it is still to be confirmed.</param>
public sealed record Standing(string AgreedBy, Review? Review)
{
    public bool ToBeConfirmed => Review is null;
}
