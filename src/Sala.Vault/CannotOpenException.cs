namespace Sala.Vault;

/// <summary>What was sealed does not open: wrong key, wrong binding, changed, cut, or of an unknown version. Which of them is never said,
/// neither here nor in the message: whoever may try must not learn how near they came.</summary>
public sealed class CannotOpenException : Exception
{
    /// <summary>The one refusal. It carries no detail and no inner exception.</summary>
    public CannotOpenException() : base("This cannot be opened.") { }
}
