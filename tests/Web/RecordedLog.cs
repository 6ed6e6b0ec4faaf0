using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GridActors.Tests.Web;

/// <summary>Every line that a service logs, with its level, category and failure.</summary>
public sealed class RecordedLog : ILoggerProvider
{
    /// <summary>Kestrel's complaint that the machine is short of time: it says nothing of what was asked.</summary>
    private const string MachineIsSlow = "HeartbeatSlow";

    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, lines);

    public void Dispose()
    {
        // the lines outlive the service
    }

    private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name != MachineIsSlow) lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)} {exception}");
        }
    }
}
