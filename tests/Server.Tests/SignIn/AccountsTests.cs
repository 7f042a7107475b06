using Microsoft.Extensions.DependencyInjection;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Tests.SignIn;

public sealed class AccountsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("accounts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// One password in 36 was drawn without a digit, and sign-in rejected it: the demonstration then did not start.
    /// </summary>
    [Fact]
    public void A_password_made_by_the_program_never_lacks_a_digit_or_a_letter()
    {
        for (var draw = 0; draw < 20_000; draw++)
            Passwords.New().Should().MatchRegex("^(?=.*[0-9])(?=.*[a-z])[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$");
    }

    [Fact]
    public async Task An_account_with_an_unknown_role_is_not_left_behind_half_made()
    {
        await using var services = AccountServices.Open(_folder);
        await services.PrepareAccountsAsync();
        await using var scope = services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();

        var adding = () => accounts.AddAsync("lin", "林医生", "Dr. Lin", [Roles.Clinician, "surgeon"]);

        (await adding.Should().ThrowAsync<AccountRejectedException>()).WithMessage("*'surgeon'*clinician*");
        (await accounts.ExistsAsync("lin")).Should().BeFalse("the same command without the mistake must work");
        (await accounts.AddAsync("lin", "林医生", "Dr. Lin", [Roles.Clinician, Roles.Clinician])).Should().NotBeEmpty();
    }
}
