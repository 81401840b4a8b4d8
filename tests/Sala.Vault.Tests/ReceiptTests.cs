namespace Sala.Vault.Tests;

public class ReceiptTests
{
    [Fact]
    public void A_receipt_is_read_back_from_digits_and_from_words()
    {
        using var sendKey = SecretKey.Random();
        var receipt = Receipt.Derive(sendKey, "client"u8, RecordId.Random().ToByteArray(), 0);
        foreach (var typed in new[] { receipt.Digits, receipt.Digits.Replace(" ", "-"), string.Join(' ', receipt.Words(Words.List)).ToUpperInvariant(), string.Concat(receipt.Words(Words.List)) })
        {
            var reading = Receipt.Read(typed, Words.List);
            Assert.True(reading.IsReceipt);
            Assert.Equal(receipt.Digits, reading.Receipt.Digits);
        }
    }

    [Fact]
    public void The_same_receipt_salt_and_pepper_give_the_same_keys()
    {
        using var pepper = SecretKey.Random();
        var receipt = Receipt.Derive(pepper, default, RecordId.Random().ToByteArray(), 0);
        var salt = RecordId.Random().ToByteArray();
        using var once = receipt.OpenKeys(salt, pepper);
        using var again = Receipt.Read(receipt.Digits).Receipt!.OpenKeys(salt, pepper);
        Assert.True(once.Wrap.Matches(again.Wrap));
        Assert.Equal(once.Pair.Public, again.Pair.Public);
    }
}
