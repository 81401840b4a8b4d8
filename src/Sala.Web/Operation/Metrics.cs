using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Sala.Web.Operation;

/// <summary>
/// Counts and durations for a collector. What people cause appears when its day has closed; what a clock causes, at the next export. No other meter of the
/// runtime or the web server is exported: those count each request as it comes.
/// </summary>
internal sealed class Metrics : IDisposable
{
    public const string MeterName = "Sala";

    /// <summary>No finer than the slot in which the deadline of an urgent report may stand in clear.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private readonly Meter meter = new(MeterName);
    private readonly Lock adding = new();
    private readonly Dictionary<(string Surface, string Status), (long Count, double Seconds)> requests = [];
    private readonly Dictionary<string, long> failures = [];
    private readonly Counter<long> jobFailures;
    private readonly MeterProvider? export;

    public Metrics(string collector, Func<bool> unitsReady, TimeSpan? every = null)
    {
        jobFailures = meter.CreateCounter<long>("sala.job.failures", description: "Jobs of the fixed beat that failed");
        meter.CreateObservableCounter("sala.requests", () => Closed(r => r.Count), description: "Requests of closed days");
        meter.CreateObservableCounter("sala.request.duration", () => Closed(r => r.Seconds), "s", "Time that the requests of closed days took together");
        meter.CreateObservableCounter("sala.failures", ClosedFailures, description: "Unexpected failures of closed days");
        meter.CreateObservableGauge("sala.units.ready", () => unitsReady() ? 1 : 0, description: "1 while at least one unit takes reports");
        if (collector.Length == 0) return;
        export = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("sala", autoGenerateServiceInstanceId: false))
            .AddMeter(MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = new Uri(collector);
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)(every ?? Every).TotalMilliseconds;
            })
            .Build();
    }

    public void JobFailed(string job) => jobFailures.Add(1, new KeyValuePair<string, object?>("job", job));

    public void Add(DayOfRequests day)
    {
        lock (adding)
        {
            foreach (var r in day.Requests)
            {
                var (count, seconds) = requests.GetValueOrDefault((r.Surface, r.Status));
                requests[(r.Surface, r.Status)] = (count + r.Count, seconds + r.Together.TotalSeconds);
            }
            foreach (var f in day.Failures) failures[f.Kind] = failures.GetValueOrDefault(f.Kind) + f.Count;
        }
    }

    private List<Measurement<T>> Closed<T>(Func<(long Count, double Seconds), T> value) where T : struct
    {
        lock (adding) return [.. requests.Select(r => new Measurement<T>(value(r.Value), new("surface", r.Key.Surface), new("status", r.Key.Status)))];
    }

    private List<Measurement<long>> ClosedFailures()
    {
        lock (adding) return [.. failures.Select(f => new Measurement<long>(f.Value, new KeyValuePair<string, object?>("kind", f.Key)))];
    }

    public void Dispose()
    {
        export?.Dispose();
        meter.Dispose();
    }
}
