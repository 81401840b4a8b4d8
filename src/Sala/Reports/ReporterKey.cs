using System.Security.Cryptography;
using Sala.Agencies;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The reporter's public key as it is stored: who can write to the database and swaps it would otherwise get the keys of the report, sealed to themselves,
/// at the next hand-over (promise 5).
/// </summary>
internal static class ReporterKey
{
    private const string Label = "reporter/1";

    public static byte[] Mac(StaffDirectory directory, RecordId report, byte[] publicKey) => directory.Mac(Label, report, publicKey);

    /// <exception cref="DirectoryTamperedException">The stored key is not the one that came with the receipt.</exception>
    public static PublicKey Checked(StaffDirectory directory, Report report) =>
        CryptographicOperations.FixedTimeEquals(Mac(directory, report.Id, report.ReporterPublic), report.ReporterMac)
            ? PublicKey.From(report.ReporterPublic)
            : throw new DirectoryTamperedException("key of a reporter");
}
