namespace Sala.Vault.Tests;

public sealed class KeyStoreTests : IDisposable
{
    private const int Header = 64, Slot = 32, Block = 4096;
    private readonly string folder = Directory.CreateTempSubdirectory("sala-keys-").FullName;

    private string Store => Path.Combine(folder, "keys");

    private string Copy => Path.Combine(folder, "copy");

    [Fact]
    public void Slots_are_on_disk_in_store_and_copy_before_the_first_is_given_out()
    {
        using var store = KeyStore.Create(Store, Copy);
        Assert.Equal(0, store.Capacity);
        var slot = store.Take();
        Assert.Equal(Block, store.Capacity);
        Assert.Equal(Header + (Block * Slot), new FileInfo(Store).Length);
        Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
        using var key = store.Read(slot);
        Assert.Equal(key.Export(), File.ReadAllBytes(Store).AsSpan(Header + ((int)slot * Slot), Slot));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Store));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
    }

    [Fact]
    public void The_file_begins_as_its_format_says()
    {
        using var store = KeyStore.Create(Store, Copy);
        store.Take();
        var header = File.ReadAllBytes(Store);
        Assert.Equal("sala key store\0\0"u8, header.AsSpan(0, 16));
        Assert.Equal((byte[])[0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 16, 0, 0, 0, 0, 0], header.AsSpan(16, 16));
        Assert.Equal((byte[])[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 16, 0], header.AsSpan(48, 16));
    }

    [Fact]
    public void No_slot_is_given_out_twice_by_several_threads_and_several_openings()
    {
        using var first = KeyStore.Create(Store, Copy);
        using var second = KeyStore.Open(Store, Copy);
        var taken = new System.Collections.Concurrent.ConcurrentBag<long>();
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => taken.Add((i % 2 == 0 ? first : second).Take()));
        Assert.Equal(20_000, taken.Distinct().Count());
        Assert.All(taken, slot => Assert.InRange(slot, 0, first.Capacity - 1));
    }

    [Fact]
    public void The_number_of_a_slot_does_not_tell_when_it_was_taken()
    {
        using var store = KeyStore.Create(Store, Copy);
        var slots = Enumerable.Range(0, Block).Select(_ => store.Take()).ToArray();
        Assert.Equal(Block, slots.Distinct().Count());
        // Spearman's rank correlation has standard deviation 1/sqrt(n-1) = 0.0156 for an order by chance; six of them come once in 500 million.
        var distances = slots.Select((slot, order) => Math.Pow(slot - order, 2)).Sum();
        var correlation = 1 - (6 * distances / (Block * ((double)Block * Block - 1)));
        Assert.InRange(correlation, -0.094, 0.094);
        // Nor do neighbours in time lie near each other: the mean distance of two slots by chance is a third of the block.
        var step = slots.Zip(slots.Skip(1), (one, next) => Math.Abs(one - next)).Average();
        Assert.InRange(step, Block / 3.0 * 0.9, Block / 3.0 * 1.1);
    }

    [Fact]
    public void An_erased_slot_is_gone_from_store_and_copy_and_for_every_process()
    {
        using var store = KeyStore.Create(Store, Copy);
        using var other = KeyStore.Open(Store, Copy);
        long slot = store.Take(), neighbour = store.Take();
        using var key = store.Read(slot);
        using var kept = store.Read(neighbour);
        Assert.False(store.IsErased(slot));

        other.Erase(slot);
        other.Erase(slot);

        Assert.Equal(slot, Assert.Throws<ErasedException>(() => store.Read(slot)).Slot);
        Assert.True(store.IsErased(slot) && other.IsErased(slot));
        Assert.True(store.Read(neighbour).Matches(kept));
        Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
        Assert.Equal(-1, File.ReadAllBytes(Store).AsSpan().IndexOf(key.Export()));
        using var reopened = KeyStore.Open(Store, Copy);
        Assert.True(reopened.IsErased(slot));
    }

    [Fact]
    public void What_was_sealed_with_a_slot_opens_again_only_when_the_old_slot_is_put_back()
    {
        using var store = KeyStore.Create(Store, Copy);
        var slot = store.Take();
        using var key = SecretKey.Random();
        var place = new Binding("report.content", RecordId.Random());
        var envelope = Envelope.Seal(key.WithSlot(store.Read(slot)), place, "text"u8, Padding.Report);
        var before = File.ReadAllBytes(Store);
        store.Erase(slot);
        Assert.Throws<ErasedException>(() => store.Read(slot));
        Assert.Throws<CannotOpenException>(() => Envelope.Open(key, place, envelope));

        using var old = SecretKey.From(before.AsSpan(Header + ((int)slot * Slot), Slot));
        Assert.Equal("text"u8, Envelope.Open(key.WithSlot(old), place, envelope));
    }

    [Fact]
    public void A_process_cut_off_between_store_and_copy_is_made_good_at_the_next_opening()
    {
        long slot;
        using (var store = KeyStore.Create(Store, Copy))
        {
            slot = store.Take();
            File.Copy(Copy, Copy + ".before");
            store.Erase(slot);
        }
        File.Move(Copy + ".before", Copy, overwrite: true);
        using (KeyStore.Open(Store, Copy))
        {
            Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
        }

        // A block that reached the file but not its header was never given out, and is written over.
        using (var file = File.Open(Store, FileMode.Append))
        {
            file.Write(new byte[100_000]);
        }
        using var again = KeyStore.Open(Store, Copy);
        Assert.Equal(Block, again.Capacity);
        using var key = again.Read(again.Take());
        Assert.Equal(2 * Block, again.Capacity);
        Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
    }

    [Fact]
    public void An_older_store_put_back_is_refused_because_its_copy_knows_better()
    {
        using (var store = KeyStore.Create(Store, Copy))
        {
            var slot = store.Take();
            File.Copy(Store, Store + ".old");
            store.Erase(slot);
        }
        File.Move(Store + ".old", Store, overwrite: true);
        Assert.Contains("older", Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Copy)).Message);
    }

    [Fact]
    public void A_lost_copy_stops_new_slots_and_erasing_and_can_be_made_anew()
    {
        using var store = KeyStore.Create(Store, Copy);
        var slot = store.Take();
        File.Delete(Copy);
        Assert.Contains(Copy, Assert.Throws<KeyStoreException>(() => store.Erase(slot)).Message);
        using var key = store.Read(slot);
        Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Copy));
        KeyStore.CopyTo(Store, Copy);
        store.Erase(slot);
        Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
    }

    [Fact]
    public void A_lost_store_is_brought_back_from_its_copy_with_all_erasures()
    {
        long slot, erased;
        byte[] key;
        using (var store = KeyStore.Create(Store, Copy))
        {
            (slot, erased) = (store.Take(), store.Take());
            key = store.Read(slot).Export();
            store.Erase(erased);
            File.Delete(Store);
            Assert.Contains(Store, Assert.Throws<KeyStoreException>(() => store.Read(slot)).Message);
            Assert.Throws<KeyStoreException>(() => store.Erase(slot));
        }
        KeyStore.CopyTo(Copy, Store);
        Assert.Throws<KeyStoreException>(() => KeyStore.CopyTo(Copy, Store));
        using var again = KeyStore.Open(Store, Copy);
        Assert.Equal(key, again.Read(slot).Export());
        Assert.True(again.IsErased(erased));
    }

    [Fact]
    public void A_cut_foreign_or_open_file_is_refused_and_the_message_names_it()
    {
        using (var store = KeyStore.Create(Store, Copy))
        {
            store.Take();
        }
        var whole = File.ReadAllBytes(Store);
        foreach (var broken in new[] { [], whole[..63], whole[..^1], whole[..Header], [.. "not "u8, .. whole[4..]], [.. whole[..19], 2, .. whole[20..]], [.. whole[..56], 0xff, .. whole[57..]] })
        {
            File.WriteAllBytes(Store, broken);
            Assert.Contains(Store, Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Copy)).Message);
        }
        File.WriteAllBytes(Store, whole);
        File.SetUnixFileMode(Store, (UnixFileMode)Convert.ToInt32("644", 8));
        Assert.Contains("0644", Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Copy)).Message);
        File.SetUnixFileMode(Store, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        KeyStore.Create(Path.Combine(folder, "other"), Path.Combine(folder, "other copy")).Dispose();
        Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Path.Combine(folder, "other copy")));
        Assert.Throws<KeyStoreException>(() => KeyStore.Open(Store, Store));
        Assert.Throws<KeyStoreException>(() => KeyStore.Create(Store, Copy));
        Assert.Throws<KeyStoreException>(() => KeyStore.Open(Path.Combine(folder, "nowhere", "keys"), Copy));
        using var sound = KeyStore.Open(Store, Copy);
        Assert.Throws<KeyStoreException>(() => sound.Read(Block));
        Assert.Throws<KeyStoreException>(() => sound.Erase(-1));
        File.Copy(Path.Combine(folder, "other"), Store, overwrite: true);
        Assert.Contains("another key store", Assert.Throws<KeyStoreException>(() => sound.IsErased(0)).Message);
    }

    [Fact]
    public void A_store_that_another_process_holds_is_waited_for_and_then_named()
    {
        using var store = KeyStore.Create(Store, Copy);
        store.LongestWait = TimeSpan.FromMilliseconds(200);
        var slot = store.Take();
        using (new FileStream(Store + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains(".lock", Assert.Throws<KeyStoreException>(() => store.Erase(slot)).Message);
            using var key = store.Read(slot);
        }
        store.Erase(slot);
    }

    [Fact]
    public void A_disposed_store_gives_out_nothing()
    {
        var store = KeyStore.Create(Store, Copy);
        var slot = store.Take();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Take());
        Assert.Throws<ObjectDisposedException>(() => store.Read(slot));
        Assert.Throws<ObjectDisposedException>(() => store.Erase(slot));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
