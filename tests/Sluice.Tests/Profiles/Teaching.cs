using Sluice.Policies;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

/// <summary>Books that learn from releases.</summary>
internal static class Teaching
{
    /// <summary>Whatever past releases say about it.</summary>
    public static void Approve(this ProfileBook book, Report release) => Assert.Null(book.Teach(release, isApproved: true).Reason);

    public static Taught Teach(this ProfileBook book, Report release, bool isApproved = false) => Assert.Single(new ReleaseTeaching(book, BuiltInPolicies.Default) { IsApproved = isApproved }.Teach([release]));
}
