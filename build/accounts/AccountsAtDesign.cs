using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Xinglin.Server.SignIn;

namespace Xinglin.Build.Accounts;

/// <summary>The accounts as <c>dotnet ef</c> asks for them: it reads the tables from the classes, and opens no file.</summary>
public sealed class AccountsAtDesign : IDesignTimeDbContextFactory<AccountsDatabase>
{
    public AccountsDatabase CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AccountsDatabase>().UseSqlite("Data Source=none.db").Options);

    private static void Main() { }
}
