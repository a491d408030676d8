using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>Hostile posts in a storm, and genuine notifications among them, over real connections on loopback. A short
/// storm; the whole one if PYXPRO_LOAD is <c>full</c>.</summary>
public class LoadTests
{
    private const int GenuinePerSecond = 20;
    private const int BlockingHandlers = 100;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PYXPRO_LOAD") == "full";
    private static readonly int HostilePerSecond = IsFull ? 1000 : 200;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(IsFull ? 20 : 1);
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(5);

    private readonly ITestOutputHelper _output;

    public LoadTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task Storm_OfHostilePosts_LosesAndDelaysNoGenuineOne()
    {
        var handled = new ConcurrentDictionary<string, bool>();
        await using var app = await StartAsync(
            notification => handled.TryAdd(notification.OutTradeNo!, notification.IsPaid));
        using var hostile = Shop.MakeClient(Server.Kestrel, app);
        using var genuine = Shop.MakeClient(Server.Kestrel, app);
        var bodies = HostileBodies();
        var hostileResponses = new ConcurrentQueue<EndpointResponse?>();
        var genuineTimes = new ConcurrentQueue<TimeSpan>();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(
            AtRateAsync(HostilePerSecond, async i =>
                hostileResponses.Enqueue(await TryPostAsync(hostile, bodies[i % bodies.Count]))),
            AtRateAsync(GenuinePerSecond, async i =>
            {
                var started = Stopwatch.GetTimestamp();
                var response = await TryPostAsync(genuine, Genuine(i));
                if (response == EndpointResponse.Success)
                {
                    genuineTimes.Enqueue(Stopwatch.GetElapsedTime(started));
                }
            }));
        Report(clock.Elapsed, hostileResponses, genuineTimes, cpu);

        var genuineCount = (int)(GenuinePerSecond * Duration.TotalSeconds);
        hostileResponses.Should().HaveCount((int)(HostilePerSecond * Duration.TotalSeconds));
        hostileResponses.Should().NotContain(response => response != null && response != EndpointResponse.Fail);
        genuineTimes.Should().HaveCount(genuineCount).And.OnlyContain(time => time < TestTimeout);
        handled.Should().HaveCount(genuineCount);
    }

    [Theory]
    [InlineData(BlockingHandlers / 2)]
    [InlineData(BlockingHandlers + 20)]
    public async Task Handlers_Block_DelayNoResponseOverTheLimit(int maxHandlers)
    {
        var options = new PyxproNotificationOptions
        {
            ResponseTimeout = IsFull ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(1),
            MaxConcurrentHandlers = maxHandlers,
        };
        using var end = new ManualResetEvent(initialState: false);
        await using var app = await StartAsync(
            notification =>
            {
                if (notification.OutTradeNo == "ORDER_1")
                {
                    end.WaitOne();
                }
            },
            options);
        using var client = Shop.MakeClient(Server.Kestrel, app);
        var (blocked, quick) = (new ConcurrentQueue<Timed>(), new ConcurrentQueue<Timed>());
        try
        {
            var blocking = Task.WhenAll(Enumerable.Range(0, BlockingHandlers).Select(_ =>
                TimeAsync(client, Encoding.UTF8.GetBytes(Messages.Paid), blocked)));
            await AtRateAsync(GenuinePerSecond, i => TimeAsync(client, Genuine(i), quick));
            await blocking;
        }
        finally
        {
            end.Set();
        }

        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{BlockingHandlers} handlers that block, {maxHandlers} at once: responses after "
            + $"{blocked.Max(response => response.Time).TotalMilliseconds:F0} ms at most; {quick.Count} quick ones beside "
            + $"them, {quick.Count(response => response.Response == EndpointResponse.Success)} acknowledged, after "
            + $"{quick.Max(response => response.Time).TotalMilliseconds:F0} ms at most"));
        blocked.Should().HaveCount(BlockingHandlers).And.OnlyContain(response => response.Response == EndpointResponse.Fail);
        blocked.Concat(quick).Should().OnlyContain(response => response.Time < TestTimeout);
        if (maxHandlers > BlockingHandlers)
        {
            quick.Should().OnlyContain(response => response.Response == EndpointResponse.Success);
        }
    }

    private static async Task TimeAsync(HttpClient client, byte[] body, ConcurrentQueue<Timed> responses)
    {
        var started = Stopwatch.GetTimestamp();
        var response = await TryPostAsync(client, body);
        responses.Enqueue(new Timed(response, Stopwatch.GetElapsedTime(started)));
    }

    private static async Task<WebApplication> StartAsync(
        Action<PaymentNotification> handle, PyxproNotificationOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Information).AddSuiteLog();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        ShopSetup.AddMerchant(builder.Services);
        var app = builder.Build();
        app.MapPyxproNotifications(
            Shop.Path,
            (notification, _, _) =>
            {
                handle(notification);

                return Task.CompletedTask;
            },
            options ?? new PyxproNotificationOptions());
        await app.StartAsync();

        return app;
    }

    /// <summary>Begins so many a second, however long each takes, and waits for all.</summary>
    private static async Task AtRateAsync(int perSecond, Func<int, Task> begin)
    {
        var count = (int)(perSecond * Duration.TotalSeconds);
        var running = new List<Task>(count);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var clock = Stopwatch.StartNew();
        while (running.Count < count)
        {
            var due = Math.Min(count, (int)(clock.Elapsed.TotalSeconds * perSecond) + 1);
            while (running.Count < due)
            {
                running.Add(begin(running.Count));
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(running);
    }

    /// <summary>Returns the response; none if the server broke the connection, as it may while a body is too
    /// large.</summary>
    private static async Task<EndpointResponse?> TryPostAsync(HttpClient client, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body);
            using var response = await client.PostAsync(new Uri(Shop.Path, UriKind.Relative), content);

            return await EndpointResponse.ReadAsync(response);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static byte[] Genuine(int number) => Encoding.UTF8.GetBytes(TestMerchant.Signed(Messages.Fields(
        ("out_trade_no", string.Create(CultureInfo.InvariantCulture, $"LOAD_{number}")),
        ("transaction_id", string.Create(CultureInfo.InvariantCulture, $"T_{number}")))));

    /// <summary>Returns the notifications of the corpus, none of which this merchant's key has signed, some that are
    /// nearly right, and some that are as large as they may be or larger.</summary>
    private static List<byte[]> HostileBodies() =>
    [
        .. CorpusFiles.Cases.Values.Where(@case => @case.IsNotification).Select(CorpusFiles.Read),
        Encoding.UTF8.GetBytes(Messages.Forged),
        Encoding.UTF8.GetBytes(Messages.Unsigned),
        Encoding.UTF8.GetBytes(Messages.PaidOfLength(64 * 1024).Replace("1000", "1", StringComparison.Ordinal)),
        Encoding.UTF8.GetBytes(Messages.PaidOfLength((64 * 1024) + 1)),
    ];

    private void Report(
        TimeSpan elapsed, ConcurrentQueue<EndpointResponse?> hostile, IEnumerable<TimeSpan> genuine, TimeSpan cpuBefore)
    {
        var times = genuine.Order().ToList();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - cpuBefore;
        var cutOff = hostile.Count(response => response is null);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{hostile.Count} hostile posts in {elapsed.TotalSeconds:F1} s ({hostile.Count / elapsed.TotalSeconds:F0}/s), "
            + $"{cutOff} of them cut off; {times.Count} genuine acknowledged, "
            + $"median {At(times, 0.5):F1} ms, 99th percentile {At(times, 0.99):F1} ms, longest {At(times, 1):F1} ms; "
            + $"{cpu.TotalSeconds / elapsed.TotalSeconds:F2} of {Environment.ProcessorCount} cores, sender included"));
    }

    private static double At(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Count) - 1].TotalMilliseconds;

    private sealed record Timed(EndpointResponse? Response, TimeSpan Time);
}
