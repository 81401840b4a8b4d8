using Sala.Conformance;

// What ./sala conformance runs: a folder of reference cases of others, and how far Sala agrees with them.
// The last line is "N passed, N failed"; the exit code is 0 only where nothing failed.
return args switch
{
    ["forms", var folder] => FormsConformance.Run(folder, Console.Out),
    ["statistics", var folder] => StatisticsConformance.Run(folder, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        ./sala conformance forms FOLDER        XLSForms and what the reference converter makes of them
        ./sala conformance statistics FOLDER   survey estimates and what a reference package gives for the same data
        """);
    return 64;
}
