using CsCheck;

namespace Sala.Vault.Tests;

public class PersonKeyTests
{
    private const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_password_gives_its_key_again_and_only_with_salt_pepper_and_slot()
    {
        using SecretKey pepper = SecretKey.Random(), slot = SecretKey.Random(), other = SecretKey.Random();
        var salt = RecordId.Random().ToByteArray();
        using var key = PasswordKey.Derive("cafe\u0301 ขนมปัง", salt, pepper, slot);
        Assert.True(PasswordKey.Derive("caf\u00e9 ขนมปัง", salt, pepper, slot).Matches(key));
        Assert.False(PasswordKey.Derive("cafe ขนมปัง", salt, pepper, slot).Matches(key));
        Assert.False(PasswordKey.Derive("caf\u00e9 ขนมปัง", RecordId.Random().ToByteArray(), pepper, slot).Matches(key));
        Assert.False(PasswordKey.Derive("caf\u00e9 ขนมปัง", salt, other, slot).Matches(key));
        Assert.False(PasswordKey.Derive("caf\u00e9 ขนมปัง", salt, pepper, other).Matches(key));
        PasswordKey.Derive("\ud800 half a character", salt, pepper, slot).Dispose();
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("", salt, pepper, slot));
        Assert.Throws<ArgumentException>(() => PasswordKey.Derive("password", new byte[8], pepper, slot));
    }

    [Fact]
    public void A_recovery_key_is_read_back_from_paper_however_it_is_typed()
    {
        using SecretKey pepper = SecretKey.Random(), slot = SecretKey.Random();
        Gen.Int[0, 1].Sample(_ =>
        {
            using var recovery = RecoveryKey.Generate();
            using var key = recovery.ToKey(pepper, slot);
            var printed = recovery.ToPrint();
            Assert.Matches("^([0-9A-Z]{4} ){6}[0-9A-Z]{4}$", printed);
            foreach (var typed in new[] { printed, printed.ToLowerInvariant(), printed.Replace(' ', '-'), printed.Replace(" ", "", StringComparison.Ordinal), printed.Replace('0', 'O').Replace('1', 'I'), printed.Replace('0', 'o').Replace('1', 'l') + "\n" })
            {
                using var read = RecoveryKey.TryRead(typed);
                Assert.True(read!.ToKey(pepper, slot).Matches(key));
            }
        }, iter: 100);
    }

    [Fact]
    public void One_wrong_symbol_or_two_swapped_neighbours_on_paper_are_always_noticed()
    {
        using var recovery = RecoveryKey.Generate();
        using var key = SecretKey.Random();
        var printedKey = recovery.ToPrint().Replace(" ", "", StringComparison.Ordinal);
        foreach (var typed in Slips(printedKey))
        {
            Assert.Null(RecoveryKey.TryRead(typed));
        }
        foreach (var typed in Slips(PaperKey.Print(key).Replace(" ", "", StringComparison.Ordinal)))
        {
            Assert.Null(PaperKey.TryRead(typed));
        }
    }

    [Fact]
    public void Whatever_is_typed_as_a_key_is_a_key_or_null()
    {
        Gen.String[0, 80].Sample(typed => RecoveryKey.TryRead(typed) is null && PaperKey.TryRead(typed) is null, iter: 2000);
        Assert.Null(RecoveryKey.TryRead(null));
        Assert.Null(RecoveryKey.TryRead(new string('Z', 28)));
        Assert.Null(PaperKey.TryRead(new string('0', 54)));
        Assert.Null(PaperKey.TryRead(new string('0', 100_000)));
    }

    [Fact]
    public void A_key_on_paper_comes_back()
    {
        Gen.Byte.Array[32, 32].Where(bytes => bytes.Any(value => value != 0)).Sample(bytes =>
        {
            using var key = SecretKey.From(bytes);
            using var read = PaperKey.TryRead(PaperKey.Print(key).ToLowerInvariant());
            return read!.Matches(key);
        }, iter: 500);
    }

    [Fact]
    public void Two_halves_give_the_key_back_and_one_tells_nothing()
    {
        using var key = SecretKey.Random();
        var (first, second) = Halves.Split(key);
        var (otherFirst, otherSecond) = Halves.Split(key);
        Assert.True(Halves.Join(second, first).Matches(key));
        Assert.False(first.Matches(key) || second.Matches(key) || first.Matches(otherFirst) || second.Matches(otherSecond));
        Assert.False(Halves.Join(first, otherSecond).Matches(key));
        Assert.Throws<ArgumentException>(() => Halves.Join(first, first));
    }

    private static IEnumerable<string> Slips(string printed)
    {
        for (var at = 0; at < printed.Length; at++)
        {
            foreach (var symbol in Symbols.Where(symbol => symbol != printed[at]))
            {
                yield return printed[..at] + symbol + printed[(at + 1)..];
            }
            if (at + 1 < printed.Length && printed[at] != printed[at + 1])
            {
                yield return printed[..at] + printed[at + 1] + printed[at] + printed[(at + 2)..];
            }
            yield return printed.Remove(at, 1);
        }
    }
}
