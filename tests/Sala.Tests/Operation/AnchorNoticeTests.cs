using Microsoft.EntityFrameworkCore;
using Sala.Guardians;
using Sala.Operation;
using Sala.Tests.Countries;

namespace Sala.Tests.Operation;

public class AnchorNoticeTests
{
    [Fact]
    public async Task Guardians_are_told_once_a_day_however_often_it_is_tried_and_nobody_else()
    {
        var folder = Directory.CreateTempSubdirectory("sala-anchor-");
        await Demonstration.Fill(folder.FullName, Pack.ThailandFolder, TimeProvider.System, reports: false);
        await using (var sala = await Installation.Open(Demonstration.SettingsIn(folder.FullName, Pack.ThailandFolder), TimeProvider.System))
        {
            var notice = new AnchorNotice(sala.Store, sala.Country, TimeProvider.System);
            await notice.Work();
            await notice.Work();
            await using var data = sala.Store.Read();
            var told = await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken);
            var names = (await data.People.Where(p => told.Contains(p.Id)).ToListAsync(TestContext.Current.CancellationToken)).Select(p => sala.Directory.ProfileOf(p).SignInName).Order();
            Assert.Equal(["guardian", "oversight"], names);
            Assert.Equal(2, told.Count);
            Assert.Equal(1, await data.AuditEntries.CountAsync(e => e.Deed == AnchorNotice.Told, TestContext.Current.CancellationToken));
        }
        folder.Delete(recursive: true);
    }
}
