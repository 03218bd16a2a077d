namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// Keeps the slots of a page directory within their limits, in the very way the server does, as the bytes must come out
/// the same. Behaviour: <c>page_dir_split_slot</c>, <c>page_dir_balance_slot</c>.
/// </summary>
internal static class PageDirectory
{
    private const int SlotBytes = 2;

    /// <summary>Counts a new record in its slot, which is split when it was full.</summary>
    internal static void AddOwned(IndexPage page, int owner, int slot)
    {
        var owned = page.Owned(owner);
        page.SetOwned(owner, owned + 1);
        if (owned == IndexPage.OwnedMax)
        {
            Split(page, owner, slot);
        }
    }

    /// <summary>Takes the record behind <paramref name="previous"/> out of its slot.</summary>
    /// <returns>The slot to be balanced, as its address; 0 when it has enough.</returns>
    internal static int RemoveOwned(IndexPage page, int previous, int record, int owner, int slot)
    {
        var owned = page.Owned(owner) - 1;
        PageApplyException.ThrowIf(owned < 1, "a slot of the page directory would be empty");
        if (owner == record)
        {
            page.Set(slot, previous);
            owner = previous;
        }

        page.SetOwned(owner, owned);
        return owned < IndexPage.OwnedMin && slot != page.DirectoryStart ? slot : 0;
    }

    /// <summary>Gives a slot that has one record too few the records of its upper neighbour, or one of them.</summary>
    internal static void Balance(IndexPage page, int slot)
    {
        var upper = SlotRecord(page, slot - SlotBytes);
        var record = SlotRecord(page, slot);
        var owned = page.Owned(upper);
        if (owned > IndexPage.OwnedMin)
        {
            var moved = page.Next(record);
            page.SetOwned(record, 0);
            page.SetOwned(moved, IndexPage.OwnedMin);
            page.SetOwned(upper, owned - 1);
            page.Set(slot, moved);
            return;
        }

        page.SetOwned(upper, owned + page.Owned(record));
        page.SetOwned(record, 0);
        var low = page.DirectoryStart;
        page.Bytes[low..slot].CopyTo(page.Bytes[(low + SlotBytes)..]);
        page.Set(low, 0);
        page.Set(PageFields.DirectorySlots, page.SlotCount - 1);
    }

    private static void Split(IndexPage page, int owner, int slot)
    {
        var low = page.DirectoryStart - SlotBytes;
        PageApplyException.ThrowIf(low < page.HeapTop, "the page directory has no room for another slot");
        var middle = SlotRecord(page, slot + SlotBytes);
        for (var i = 0; i < IndexPage.OwnedMin; i++)
        {
            middle = page.Next(middle);
        }

        page.Bytes[(low + SlotBytes)..(slot + SlotBytes)].CopyTo(page.Bytes[low..]);
        page.Set(PageFields.DirectorySlots, page.SlotCount + 1);
        page.Set(slot, middle);
        page.SetOwned(middle, IndexPage.OwnedMin);
        page.SetOwned(owner, IndexPage.OwnedMin + 1);
    }

    private static int SlotRecord(IndexPage page, int slot)
    {
        var record = page.Get(slot);
        return record == page.Infimum || record == page.Supremum ? record : page.UserRecord(record);
    }
}
