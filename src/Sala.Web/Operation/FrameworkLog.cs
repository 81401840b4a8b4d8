namespace Sala.Web.Operation;

/// <summary>What the web server itself has to say, as counts by day: its messages hold paths and addresses, so none is kept.</summary>
internal sealed class FrameworkLog(DayCounts counts) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new OfCategory(counts, categoryName);

    public void Dispose() { }

    private sealed class OfCategory(DayCounts counts, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error or LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            if (exception is not null) counts.Count(exception);
            else counts.CountMessage(category, eventId.Name ?? eventId.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
