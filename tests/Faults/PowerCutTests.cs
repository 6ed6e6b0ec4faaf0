namespace GridActors.Tests.Faults;

/// <summary>F9: the disk loses its power while people work. Everything acknowledged is on it; a disk that lies about flushing proves that the trial would notice.</summary>
[Collection(nameof(FaultTrials))]
public sealed class PowerCutTests
{
    public static TheoryData<string> Stores => TrialStores.All;

    [Theory, MemberData(nameof(Stores))]
    public async Task Everything_acknowledged_survives_a_power_cut(string store)
    {
        using var disk = LoopDisk.Make();
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store, disk.Folder), seed: 109);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 2, inLongForm: 20); round++)
        {
            await district.Load.Until(more: 120 + 37 * round % 100);
            district.Figures.Faults++;
            await district.CutPower(disk);
            await disk.PowerOn();
            await district.Store.PowerOn();
            await district.Restart();
        }
        await district.Load.Until(more: 50);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_disk_that_lies_about_flushing_loses_what_was_acknowledged_and_the_trial_notices(string store)
    {
        using var disk = LoopDisk.Make();
        await using var district = await DistrictUnderTrial.Start(await TrialStores.New(store, disk.Folder), seed: 110);
        await district.Store.LieAboutFlushing(district);
        Program.Run("sync", "-f", disk.Folder); // what is there before people come is safe
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: 200);
        district.Figures.Faults++;
        await district.CutPower(disk);
        await district.Load.DisposeAsync();
        await disk.PowerOn();
        await district.Store.PowerOn();
        var found = await district.Checked(shown: null);
        district.Figures.Note($"negative control: {found[Wrong.Lost]} acknowledged operations lost, as they must be");
        district.Figures.Take(district, found, 0);
        Assert.True(found[Wrong.Lost] > 0, $"a disk that lies lost nothing, so surviving a power cut proves nothing here: {found}");
    }
}
