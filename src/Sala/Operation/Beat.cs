using Quartz;
using Sala.Guardians;

namespace Sala.Operation;

/// <summary>
/// The few recurring jobs, fixed and the same whether anybody writes or not: what has to happen later is a row that they work off. Any process may run
/// them beside any other; each step of work is taken by a conditional update.
/// </summary>
public sealed class Beat : IAsyncDisposable
{
    private readonly IScheduler scheduler;

    private Beat(IScheduler scheduler) => this.scheduler = scheduler;

    /// <summary>Starts the jobs of a running installation.</summary>
    /// <param name="failed">Told when a job fails, by its name and the kind of failure; it runs again at its next beat.</param>
    public static async Task<Beat> Start(Installation sala, Action<string, Exception> failed)
    {
        var scheduler = await QuartzSchedulerBuilder.Create(_ => { }).UseProperties([new("quartz.scheduler.instanceName", $"sala-{Guid.NewGuid():N}"), new("quartz.threadPool.maxConcurrency", "2")]).BuildScheduler().ConfigureAwait(false);
        var work = new (string Name, TimeSpan Every, Func<Task> Work)[]
        {
            ("send-keys", TimeSpan.FromMinutes(1), sala.SendKeys.Turn),
            ("escalation", TimeSpan.FromMinutes(1), sala.Escalation.Work),
            ("outbox", TimeSpan.FromMinutes(1), sala.Outbox.Work),
            ("drafts", TimeSpan.FromMinutes(5), sala.Drafts.Sweep),
            ("sessions", TimeSpan.FromMinutes(5), sala.SignIn.Sweep),
            ("audit-days", TimeSpan.FromMinutes(10), sala.AuditDays.CloseDays),
            ("erasure", TimeSpan.FromHours(1), sala.Erasure.Work),
            ("case-erasure", TimeSpan.FromHours(1), sala.CaseErasure.Work),
            ("case-clocks", TimeSpan.FromHours(1), sala.Course.Work),
            ("case-keys", TimeSpan.FromMinutes(1), sala.Cases.Renewal.Work),
            ("referrals", TimeSpan.FromMinutes(10), sala.ReferralClock.Work),
            ("link-notices", TimeSpan.FromMinutes(1), sala.LookUps.Work),
            ("letters", TimeSpan.FromHours(1), sala.Preserving.Work),
            ("webhooks", TimeSpan.FromMinutes(1), sala.WebhookPost.Work),
            ("once-marks", TimeSpan.FromMinutes(10), sala.OnceOnly.Sweep),
            ("survey-erasure", TimeSpan.FromHours(1), sala.Measurements.Sweep),
            ("printing", TimeSpan.FromMinutes(5), () => { Printing.PrintedPage.Sweep(sala.Clock.GetUtcNow()); return Task.CompletedTask; }),
            ("standing", TimeSpan.FromHours(1), sala.StandingWatch.Work),
            ("anchor", TimeSpan.FromMinutes(10), new AnchorNotice(sala.Store, sala.Country, sala.Clock).Work),
            ("board", TimeSpan.FromSeconds(5), sala.Board.CatchUp),
            ("case-board", TimeSpan.FromSeconds(5), sala.Cases.Finding.Follow),
        };
        foreach (var (name, every, run) in work)
        {
            var job = JobBuilder.Create<Work>().WithIdentity(name).Build();
            job.JobDataMap.Add("run", run);
            job.JobDataMap.Add("failed", failed);
            var trigger = TriggerBuilder.Create().StartAt(DateTimeOffset.UtcNow + every)
                .WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()).Build();
            await scheduler.ScheduleJob(job, trigger).ConfigureAwait(false);
        }
        await scheduler.Start().ConfigureAwait(false);
        return new Beat(scheduler);
    }

    public async ValueTask DisposeAsync() => await scheduler.Shutdown(waitForJobsToComplete: true).ConfigureAwait(false);

    [DisallowConcurrentExecution]
    private sealed class Work : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var map = context.MergedJobDataMap;
            try
            {
                await ((Func<Task>)map["run"]!)().ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                ((Action<string, Exception>)map["failed"]!)(context.JobDetail.Key.Name, failure);
            }
        }
    }
}
