using System.Globalization;
using CsCheck;

namespace Sala.Vault.Tests;

public class ReceiptTests
{
    private static readonly SecretKey SendKey = SecretKey.Random();
    private static readonly Gen<Receipt> Receipts = Gen.Byte.Array[16, 16].Select(idempotencyKey => Receipt.Derive(SendKey, "client"u8, idempotencyKey, 0));

    [Fact]
    public void A_receipt_is_read_back_from_what_it_shows() => Receipts.Sample(receipt =>
    {
        Assert.Matches("^([0-9]{3} ){9}[0-9]{3}$", receipt.Digits);
        Reads(receipt, receipt.Digits);
        Reads(receipt, receipt.Digits.Replace(" ", "", StringComparison.Ordinal));
        Reads(receipt, "\u200b " + receipt.Digits.Replace(' ', '-') + " \r\n");
        Reads(receipt, receipt.Digits.Replace(" ", "\u00a0.\u2013", StringComparison.Ordinal));
        var words = receipt.Words(Words.List);
        Assert.Equal(11, words.Length);
        Reads(receipt, string.Join(' ', words));
        Reads(receipt, string.Join(", ", words).ToUpperInvariant());
        Reads(receipt, string.Join('\n', words) + ".");
    }, iter: 300);

    [Theory]
    [InlineData('๐'), InlineData('٠'), InlineData('۰'), InlineData('０'), InlineData('០'), InlineData('໐'), InlineData('၀'), InlineData('०')]
    public void Digits_of_other_scripts_are_read(char zero) => Receipts.Sample(receipt =>
        Reads(receipt, string.Concat(receipt.Digits.Select(digit => digit == ' ' ? ' ' : (char)(zero + digit - '0')))), iter: 50);

    [Fact]
    public void One_wrong_digit_is_always_noticed() => Receipts.Sample(receipt =>
    {
        var digits = Plain(receipt);
        for (var at = 0; at < digits.Length; at++)
        {
            for (var wrong = '0'; wrong <= '9'; wrong++)
            {
                if (wrong != digits[at])
                {
                    var typed = digits.ToCharArray();
                    typed[at] = wrong;
                    Assert.Equal(ReceiptSlip.CheckFails, Receipt.Read(new string(typed)).Slip);
                }
            }
        }
    }, iter: 50);

    [Fact]
    public void Two_swapped_digits_are_always_noticed_side_by_side_or_with_one_between() => Receipts.Sample(receipt =>
    {
        var digits = Plain(receipt);
        foreach (var distance in new[] { 1, 2 })
        {
            for (var at = 0; at + distance < digits.Length; at++)
            {
                if (digits[at] != digits[at + distance])
                {
                    var typed = digits.ToCharArray();
                    (typed[at], typed[at + distance]) = (typed[at + distance], typed[at]);
                    Assert.Equal(ReceiptSlip.CheckFails, Receipt.Read(new string(typed)).Slip);
                }
            }
        }
    }, iter: 100);

    [Fact]
    public void A_missing_or_doubled_digit_is_noticed_as_such() => Gen.Select(Receipts, Gen.Int[0, 29]).Sample((receipt, at) =>
    {
        Assert.Equal(ReceiptSlip.TooShort, Receipt.Read(Plain(receipt).Remove(at, 1)).Slip);
        Assert.Equal(ReceiptSlip.TooLong, Receipt.Read(Plain(receipt).Insert(at, "7")).Slip);
        Assert.Equal(ReceiptSlip.UnknownCharacter, Receipt.Read(Plain(receipt).Insert(at, "x")).Slip);
    }, iter: 100);

    [Fact]
    public void One_wrong_word_is_always_noticed()
    {
        var receipt = Receipts.Single();
        var words = receipt.Words(Words.List);
        for (var at = 0; at < words.Length; at++)
        {
            for (var place = 0; place < Words.List.Count; place++)
            {
                if (Words.List[place] != words[at])
                {
                    string[] typed = [.. words[..at], Words.List[place], .. words[(at + 1)..]];
                    Assert.Equal(ReceiptSlip.CheckFails, Receipt.Read(string.Join(' ', typed), Words.List).Slip);
                }
            }
        }
    }

    [Fact]
    public void Any_two_swapped_words_are_noticed() => Receipts.Sample(receipt =>
    {
        var words = receipt.Words(Words.List);
        for (var at = 0; at < words.Length; at++)
        {
            for (var other = at + 1; other < words.Length; other++)
            {
                if (words[at] != words[other])
                {
                    var typed = (string[])words.Clone();
                    (typed[at], typed[other]) = (typed[other], typed[at]);
                    Assert.Equal(ReceiptSlip.CheckFails, Receipt.Read(string.Join(' ', typed), Words.List).Slip);
                }
            }
        }
    }, iter: 50);

    [Fact]
    public void A_word_on_no_list_is_named_by_its_place() => Gen.Select(Receipts, Gen.Int[0, 10]).Sample((receipt, at) =>
    {
        var words = receipt.Words(Words.List);
        words[at] += "q";
        var reading = Receipt.Read(string.Join(' ', words), Words.List);
        Assert.False(reading.IsReceipt);
        Assert.Equal((ReceiptSlip.UnknownWord, at + 1), (reading.Slip, reading.Place));
    }, iter: 100);

    [Fact]
    public void Words_are_read_without_spaces_and_with_a_space_too_many() => Gen.Select(Receipts, Gen.Int[1, 40]).Sample((receipt, at) =>
    {
        var joined = string.Concat(receipt.Words(Words.List));
        Reads(receipt, joined);
        Reads(receipt, joined.Insert(at, " "));
    }, iter: 100);

    [Fact]
    public void Words_are_read_by_whichever_list_knows_them()
    {
        var other = WordList.Load(Enumerable.Range(0, 2048).Select(i => "คำ" + string.Concat(i.ToString("D4", CultureInfo.InvariantCulture).Select(digit => (char)('ก' + digit - '0')))));
        Receipts.Sample(receipt =>
        {
            Assert.True(Receipt.Read(string.Join(' ', receipt.Words(other)), Words.List, other).Receipt!.Matches(receipt));
            Assert.True(Receipt.Read(string.Concat(receipt.Words(other)), Words.List, other).Receipt!.Matches(receipt));
            Assert.True(Receipt.Read(string.Join(' ', receipt.Words(Words.List)), other, Words.List).Receipt!.Matches(receipt));
        }, iter: 50);
    }

    [Fact]
    public void Whatever_is_typed_is_a_receipt_or_a_slip_and_never_an_exception()
    {
        Gen.String[0, 100].Sample(typed => Receipt.Read(typed, Words.List).IsReceipt == false, iter: 3000);
        Gen.Char.Array[0, 60].Sample(typed => Receipt.Read(new string(typed), Words.List).IsReceipt == false, iter: 3000);
        foreach (var typed in new[] { null, "", " \t", "\ud800", "\ud800 babu", "\0\0\0", new string('1', 30), new string('๙', 2000), new string('a', 1999), string.Concat(Enumerable.Repeat("babu", 400)) })
        {
            Assert.False(Receipt.Read(typed, Words.List).IsReceipt);
        }
        Assert.Equal(ReceiptSlip.Empty, Receipt.Read(null).Slip);
        Assert.Equal(ReceiptSlip.TooLong, Receipt.Read(new string('1', 5000)).Slip);
    }

    [Fact]
    public void Another_send_key_client_idempotency_key_or_attempt_gives_another_locator_and_secret()
    {
        var idempotencyKey = RecordId.Random().ToByteArray();
        using var otherKey = SecretKey.Random();
        Receipt[] receipts =
        [
            Receipt.Derive(SendKey, "client"u8, idempotencyKey, 0), Receipt.Derive(SendKey, "client"u8, idempotencyKey, 1),
            Receipt.Derive(SendKey, "client2"u8, idempotencyKey, 0), Receipt.Derive(SendKey, "client"u8, [.. idempotencyKey, 0], 0),
            Receipt.Derive(SendKey, default, [.. "client"u8, .. idempotencyKey], 0), Receipt.Derive(otherKey, "client"u8, idempotencyKey, 0),
        ];
        Assert.Equal(receipts.Length, receipts.Select(receipt => receipt.Locator).Distinct().Count());
        Assert.Equal(receipts.Length, receipts.Select(receipt => receipt.Digits[10..36]).Distinct().Count());
        Assert.Equal(receipts[0].Digits, Receipt.Derive(SendKey, "client"u8, idempotencyKey, 0).Digits);
    }

    [Fact]
    public void An_idempotency_key_of_fewer_than_128_bits_is_refused() =>
        Assert.Throws<ArgumentException>(() => Receipt.Derive(SendKey, "client"u8, new byte[15], 0));

    [Fact]
    public void Every_digit_is_as_likely_as_any_other_in_each_place()
    {
        const int Drawn = 20_000;
        var counts = new int[28, 10];
        for (var i = 0; i < Drawn; i++)
        {
            var digits = Plain(Receipt.Derive(SendKey, default, RecordId.Random().ToByteArray(), 0));
            for (var at = 0; at < 28; at++)
            {
                counts[at, digits[at] - '0']++;
            }
        }
        for (var at = 0; at < 28; at++)
        {
            // Chi-square with 9 degrees of freedom passes 50 once in ten million draws.
            var chiSquare = Enumerable.Range(0, 10).Sum(digit => Math.Pow(counts[at, digit] - (Drawn / 10), 2) / (Drawn / 10));
            Assert.True(chiSquare < 50, $"place {at}: {chiSquare}");
        }
    }

    [Fact]
    public void Keys_come_back_with_the_same_receipt_salt_and_pepper_and_with_nothing_less()
    {
        using SecretKey pepper = SecretKey.Random(), otherPepper = SecretKey.Random();
        byte[] salt = RecordId.Random().ToByteArray(), otherSalt = RecordId.Random().ToByteArray();
        var receipt = Receipts.Single();
        using var keys = receipt.OpenKeys(salt, pepper);
        using var again = Receipt.Read(receipt.Digits).Receipt!.OpenKeys(salt, pepper);
        Assert.True(keys.Wrap.Matches(again.Wrap));
        Assert.Equal(keys.Pair.Public, again.Pair.Public);
        Assert.False(keys.Wrap.Matches(keys.Pair.Seed));
        foreach (var other in new[] { receipt.OpenKeys(otherSalt, pepper), receipt.OpenKeys(salt, otherPepper), Receipts.Single().OpenKeys(salt, pepper) })
        {
            Assert.False(keys.Wrap.Matches(other.Wrap));
            Assert.NotEqual(keys.Pair.Public, other.Pair.Public);
            other.Dispose();
        }
        Assert.Throws<ArgumentException>(() => receipt.OpenKeys(new byte[15], pepper));
    }

    private static string Plain(Receipt receipt) => receipt.Digits.Replace(" ", "", StringComparison.Ordinal);

    private static void Reads(Receipt receipt, string typed)
    {
        var reading = Receipt.Read(typed, Words.List);
        Assert.True(reading.IsReceipt, typed);
        Assert.True(receipt.Matches(reading.Receipt));
        Assert.Equal(receipt.Locator, reading.Receipt.Locator);
    }
}
