namespace Sala.Vault.Tests;

public class PersonKeyTests
{
    [Fact]
    public void Password_and_recovery_key_give_their_key_again_and_only_with_pepper_and_slot()
    {
        using var pepper = SecretKey.Random();
        using var slot = SecretKey.Random();
        var salt = RecordId.Random().ToByteArray();
        using var key = PasswordKey.Derive("ขนมปัง correct horse", salt, pepper, slot);
        using var again = PasswordKey.Derive("ขนมปัง correct horse", salt, pepper, slot);
        using var otherSlot = PasswordKey.Derive("ขนมปัง correct horse", salt, pepper, pepper);
        Assert.True(key.Matches(again));
        Assert.False(key.Matches(otherSlot));

        using var recovery = RecoveryKey.Generate();
        using var typed = RecoveryKey.TryRead(recovery.ToPrint().ToLowerInvariant().Replace('0', 'o').Replace('1', 'l'));
        using var first = recovery.ToKey(pepper, slot);
        using var second = typed!.ToKey(pepper, slot);
        Assert.True(first.Matches(second));
    }

    [Fact]
    public void Two_halves_give_the_key_back()
    {
        using var key = SecretKey.Random();
        var (first, second) = Halves.Split(key);
        Assert.True(Halves.Join(second, first).Matches(key));
        Assert.False(first.Matches(key));
    }
}
