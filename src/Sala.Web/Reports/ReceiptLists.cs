using Sala.Operation;
using Sala.Vault;

namespace Sala.Web.Reports;

/// <summary>The lists by which a receipt in words is read: of every language, whichever page it is typed on.</summary>
internal static class ReceiptLists
{
    public static WordList[] Of(Installation sala) =>
        [.. sala.Country.Languages.Select(l => sala.Country.ReceiptWordsFor(l.Code, sala.IsDemonstration)).OfType<WordList>()];
}
