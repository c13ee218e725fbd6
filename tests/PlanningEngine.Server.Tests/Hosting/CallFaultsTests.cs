using System.Security.Cryptography;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Security;
using PlanningEngine.Server.Hosting.Startup;

namespace PlanningEngine.Server.Tests.Hosting;

/// <summary>Faults of callers against the whole server on a real port: what they are answered, and that none of them is logged as the server's.</summary>
public sealed class CallFaultsTests : IAsyncLifetime
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);
    private readonly string _folder = Directory.CreateTempSubdirectory("planning-faults-").FullName;
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = Program.Build([$"--Data:Folder={_folder}", "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:0", "--Database:CommandTimeoutSeconds=1"]);
        await _app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Ct);
        await _app.StartAsync(Ct);
        // The endpoints are in the order of their names: Grpc, Http.
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        _channel = GrpcChannel.ForAddress(addresses.First(), new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("ForecastService", "Forecast", MethodType.Unary)]
    [InlineData("LoadService", "ValidateLoad", MethodType.ServerStreaming)]
    [InlineData("LoadService", "StreamChunks", MethodType.DuplexStreaming)]
    public async Task Call_BytesThatAreNoMessage_InvalidArgumentAndNoErrorLogged(string service, string method, MethodType type)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => SendAsync(service, method, type, [0xFF, 0xFF, 0xFF]));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.StartsWith("The message cannot be read: While parsing a protocol message", error.Status.Detail, StringComparison.Ordinal);
        var info = error.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal(("UNREADABLE_MESSAGE", $"/planning.v1.{service}/{method}"), (info.Reason, info.Metadata["method"]));
        var log = await StopAndReadLogAsync();
        Assert.Contains($"/planning.v1.{service}/{method}", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"@l\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"@x\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_DatabaseThatAnotherProgramLocks_SaysSoAndGoesOnAfterwards()
    {
        var request = new OpenLoadRequest { RequestId = Guid.NewGuid().ToString(), Source = "s" };
        var client = new LoadService.LoadServiceClient(_channel);
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "planning.db")};Pooling=False"))
        {
            await other.OpenAsync(Ct);
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync(Ct);
            var error = await Assert.ThrowsAsync<RpcException>(() => client.OpenLoadAsync(request, cancellationToken: Ct).ResponseAsync);
            Assert.Equal(StatusCode.Unavailable, error.StatusCode);
            Assert.Equal("The database cannot be used now: another program has locked it. Maybe end that program; a server needs the file for itself. Then repeat the call with the same request_id, as clients that retry do by themselves.", error.Status.Detail);
            Assert.Equal("DATABASE_UNAVAILABLE", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
        }

        Assert.Equal(1, (await client.OpenLoadAsync(request, cancellationToken: Ct)).Load.LoadKey);
    }

    [Fact]
    public async Task Call_DatabaseThatIsDamaged_IsNotForClientsToRepeat()
    {
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "planning.db")};Pooling=False"))
        {
            await other.OpenAsync(Ct);
            await using var command = other.CreateCommand();
            command.CommandText = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'Loads'; PRAGMA schema_version = 999999";
            await command.ExecuteNonQueryAsync(Ct);
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => new LoadService.LoadServiceClient(_channel).OpenLoadAsync(new OpenLoadRequest { RequestId = Guid.NewGuid().ToString(), Source = "s" }, cancellationToken: Ct).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.StartsWith("The database cannot be used: the file is no database, or is damaged. Maybe put a backup in its place", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("DATABASE_UNUSABLE", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
    }

    [Theory]
    [InlineData("Bearer pe_nobody_x", "API_KEY_REFUSED", "The API key is unknown, revoked or expired. Maybe send one that holds")]
    [InlineData("Digest x", "API_KEY_REFUSED", "The Authorization header must be Bearer KEY")]
    public async Task Call_KeyThatDoesNotHold_SaysSo(string authorization, string reason, string message)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => Call(authorization).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.StartsWith(message, error.Status.Detail, StringComparison.Ordinal);
        var info = error.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        Assert.Equal((reason, "planning.v1", "/planning.v1.LoadService/OpenLoad"), (info.Reason, info.Domain, info.Metadata["method"]));
    }

    [Fact]
    public async Task Call_KeyWithoutTheRight_SaysSoAlsoWhereItStreams()
    {
        var key = await KeyAsync("Reader");
        var unary = await Assert.ThrowsAsync<RpcException>(() => Call($"Bearer {key}").ResponseAsync);
        using var stream = new LoadService.LoadServiceClient(_channel).StreamChunks(new Metadata { { "authorization", $"Bearer {key}" } }, cancellationToken: Ct);
        var streamed = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Ct));
        foreach (var error in new[] { unary, streamed })
        {
            Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
            var info = error.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
            Assert.Equal(("ROLE_NOT_ALLOWED", "Reader"), (info.Reason, info.Metadata["role"]));
        }
    }

    [Theory]
    [InlineData("ForecastService", "Forecast", MethodType.Unary, 16_777_216)]
    [InlineData("LoadService", "StreamChunks", MethodType.DuplexStreaming, 4_259_840)]
    public async Task Call_MessageAboveTheLimit_NamesIt(string service, string method, MethodType type, int limit)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => SendAsync(service, method, type, new byte[limit + 1]));

        Assert.Equal((StatusCode.ResourceExhausted, $"The message is larger than {limit} bytes, the most that this call takes. Maybe send it in parts."), (error.StatusCode, error.Status.Detail));
        Assert.Equal($"{limit}", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["limit_bytes"]);
    }

    [Fact]
    public async Task Call_AnswerAboveTheLimit_NamesIt()
    {
        var request = new ForecastRequest { Horizon = 1_000, Method = "naive", QuantileLevels = { Enumerable.Range(1, 999).Select(i => i / 1_000.0) } };
        for (var i = 0; i < 3; i++)
            request.Series.Add(new Series { SeriesId = $"{i}", Period = 1, Values = { 1, 2, 3, 4 } });

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new ForecastService.ForecastServiceClient(_channel).ForecastAsync(request, cancellationToken: Ct));

        Assert.Equal((StatusCode.ResourceExhausted, "The answer is larger than 16777216 bytes, the most that this call gives. Maybe ask for less at once."), (error.StatusCode, error.Status.Detail));
        Assert.Equal("ANSWER_TOO_LARGE", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Call_CallerThatGoesAway_LeavesNoErrorInTheLog()
    {
        var request = new ForecastRequest { Horizon = 24 };
        for (var i = 0; i < 400; i++)
            request.Series.Add(new Series { SeriesId = $"{i}", Period = 52, Values = { Enumerable.Range(0, 2_000).Select(t => 100.0 + (t % 52)) } });
        var forecasts = new ForecastService.ForecastServiceClient(_channel);
        var loads = new LoadService.LoadServiceClient(_channel);
        var load = (await loads.OpenLoadAsync(new OpenLoadRequest { RequestId = Guid.NewGuid().ToString(), Source = "gone" }, cancellationToken: Ct)).Load;
        foreach (var delay in new[] { 1, 2, 5, 10, 20, 50, 200 })
        {
            using var cancel = new CancellationTokenSource(delay);
            var error = await Assert.ThrowsAsync<RpcException>(async () => await forecasts.ForecastAsync(request, cancellationToken: cancel.Token));
            Assert.Equal(StatusCode.Cancelled, error.StatusCode);
            using var stream = loads.StreamChunks(cancellationToken: Ct);
            await stream.RequestStream.WriteAsync(new StreamChunksRequest { LoadKey = load.LoadKey, Chunk = new LoadChunk() }, Ct);
            await Task.Delay(delay, Ct);
        }

        var small = new ForecastRequest { Horizon = 2, Series = { new Series { SeriesId = "a", Period = 1, Values = { 1, 2, 3 } } } };
        Assert.Single((await forecasts.ForecastAsync(small, cancellationToken: Ct)).Forecasts);
        // Something that is logged, so that the log is there.
        await Assert.ThrowsAsync<RpcException>(() => SendAsync("ForecastService", "Forecast", MethodType.Unary, [0xFF, 0xFF, 0xFF]));
        Assert.DoesNotContain("\"@l\":\"Error\"", await StopAndReadLogAsync(), StringComparison.Ordinal);
    }

    private AsyncUnaryCall<OpenLoadResponse> Call(string authorization) => new LoadService.LoadServiceClient(_channel).OpenLoadAsync(
        new OpenLoadRequest { RequestId = Guid.NewGuid().ToString(), Source = "s" }, new Metadata { { "authorization", authorization } }, cancellationToken: Ct);

    /// <summary>Makes a key of a role.</summary>
    private async Task<string> KeyAsync(string role)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await using var db = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContextAsync(Ct);
        db.ApiKeys.Add(new ApiKey { Id = role, Name = role, Role = role, Hash = Convert.ToHexStringLower(SHA256.HashData("secret"u8)), CreatedAt = DateTime.UnixEpoch });
        await db.SaveChangesAsync(Ct);
        return $"pe_{role}_secret";
    }

    private async Task SendAsync(string service, string method, MethodType type, byte[] message)
    {
        var invoker = _channel.CreateCallInvoker();
        var called = new Method<byte[], byte[]>(type, $"planning.v1.{service}", method, Bytes, Bytes);
        var options = new CallOptions(cancellationToken: Ct);
        switch (type)
        {
            case MethodType.Unary:
                await invoker.AsyncUnaryCall(called, null, options, message);
                break;
            case MethodType.ServerStreaming:
                await invoker.AsyncServerStreamingCall(called, null, options, message).ResponseStream.MoveNext(Ct);
                break;
            default:
                using (var call = invoker.AsyncDuplexStreamingCall(called, null, options))
                {
                    // The server may refuse while the message is on its way: the answer has the reason.
                    await Task.WhenAny(call.RequestStream.WriteAsync(message, Ct));
                    await call.ResponseStream.MoveNext(Ct);
                }

                break;
        }
    }

    private async Task<string> StopAndReadLogAsync()
    {
        await _app.StopAsync(Ct);
        await _app.DisposeAsync();
        var logs = Path.Combine(_folder, "logs");
        var log = string.Concat(Directory.EnumerateFiles(logs).Select(File.ReadAllText));
        Assert.NotEmpty(log);
        return log;
    }
}
