using System.CommandLine;
using System.Globalization;
using Xinglin.Server.CommandLine.Options;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.CommandLine.Verbs.People;

/// <summary>What every command of accounts does around its own work: opens them, brings them up to this version, closes them.</summary>
internal static class AccountsCommand
{
    /// <param name="data">The option that names the data folder.</param>
    public static async Task<T> WithAsync<TService, T>(
        ParseResult parsed,
        Option<string> data,
        Func<TService, Task<T>> work
    )
        where TService : notnull
    {
        await using var services = AccountServices.Open(
            Path.GetFullPath(parsed.GetValue(data)!),
            TrailOptions.Of(parsed)
        );
        await services.PrepareAccountsAsync();
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="WithAsync{TService, T}"/>
    public static Task WithAsync<TService>(ParseResult parsed, Option<string> data, Func<TService, Task> work)
        where TService : notnull =>
        WithAsync<TService, bool>(
            parsed,
            data,
            async service =>
            {
                await work(service);
                return true;
            }
        );

    /// <summary>A time as the lists of sessions and tokens show it.</summary>
    public static string At(DateTimeOffset time) =>
        time.ToLocalTime().ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
