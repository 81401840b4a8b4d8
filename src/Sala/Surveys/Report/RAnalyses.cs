using System.Globalization;
using System.Text;
using Sala.Statistics;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The parts of an R script beyond indicators: ranges, rankings, population totals, quantiles, standardised numbers, tests and models.</summary>
internal static class RAnalyses
{
    public static void Write(StringBuilder r, StudyData study)
    {
        foreach (var range in study.Plan.Ranges) Range(r, study, range);
        foreach (var ranking in study.Plan.Rankings)
            Line(r, $$"""v <- c({{string.Join(", ", ranking.Of.Select(o => $"{o} = overall[[\"{o}\"]][1]"))}}); for (k in names(v)) say("{{ranking.Id}}", k, rank(-v)[[k]])""");
        foreach (var p in study.Plan.Populations)
        {
            // Goodman (1960), J. Am. Stat. Assoc. 55, 708-713: the variance of a product of independent estimates.
            Line(r, $$"""o <- overall[["{{p.Of}}"]]; n <- {{R(p.Number)}} * {{R(p.Share)}}; e <- n * sqrt(({{R(p.NumberError)}} / {{R(p.Number)}})^2 + ({{R(p.ShareError)}} / {{R(p.Share)}})^2); say("{{p.Id}}", "", o[1] * n, sqrt(n^2 * o[2]^2 + o[1]^2 * e^2 + o[2]^2 * e^2))""");
        }
        if (study.Plan.Numbers.Count > 0 || study.Plan.Standardised.Count > 0 && study.Plan.Imputations is not null) r.Append(RFunctions.Numbers);
        foreach (var number in study.Plan.Numbers.Where(n => study.Plan.Design.Second is null || n.What != NumberOf.Variance)) Number(r, study, number);
        if (study.Plan.Design.Second is not null)
        {
            Line(r, "# Of two phases the survey package makes no variances and quantiles, and not all tests and models: they are left out here.");
            return;
        }
        if (study.Plan.Quantiles.Count > 0) r.Append(RFunctions.Quantiles);
        foreach (var q in study.Plan.Quantiles) Quantile(r, study, q);
        foreach (var s in study.Plan.Standardised) Standardised(r, study, s);
        if (study.Plan.Indicators.Any(i => i.Imputed) && study.Plan.Tests.Count + study.Plan.Models.Count > 0) r.Append(RFunctions.Completed);
        if (study.Plan.Tests.Any(t => t.Statistic > GroupStatistic.T)) r.Append(RFunctions.Ranks);
        if (study.Plan.Tests.Any(t => t.Statistic is GroupStatistic.LinearCombination or GroupStatistic.Saddlepoint)) r.Append(RFunctions.Sums);
        foreach (var test in study.Plan.Tests) Test(r, study, test);
        foreach (var model in study.Plan.Models) Model(r, study, model);
    }

    /// <summary>The rows of a number: y_ its values, keep who is counted.</summary>
    public static void Rows(StringBuilder r, StudyData study, string over, string item, PlanFormula value, PlanFormula? within)
    {
        var frame = study.Over(over).Frame;
        Line(r, $"x <- {(over.Length == 0 ? "d" : over)}; x$y_ <- with(x, {PlanExpression.Read(value, frame).R}) + 0");
        Line(r, $"keep <- x$real_ & x$w_ != 0 & !is.na(x${item}) & !is.na(x$y_){(within is { } w ? $" & within(with(x, {PlanExpression.Read(w, frame).R}))" : "")}");
    }

    /// <summary>The rows of an indicator; sets holds its values, one an imputation.</summary>
    public static void Rows(StringBuilder r, StudyData study, Indicator i)
    {
        PlanFormula Member(string member) => i.Value with { Text = i.Value.Text.Replace("{m}", member, StringComparison.Ordinal) };
        Rows(r, study, i.Over, i.Item, i.Imputed ? Member(study.Plan.Imputations!.Members[0]) : i.Value, i.Within);
        if (!i.Imputed)
        {
            Line(r, "sets <- list(x$y_)");
            return;
        }
        // An empty answer was filled in: it counts where the question was asked.
        Line(r, $"keep <- x$real_ & x$w_ != 0 & !is.na(x$y_){(i.Within is { } w ? $" & within(with(x, {PlanExpression.Read(w, study.Over(i.Over).Frame).R}))" : "")}");
        Line(r, $"sets <- list({string.Join(", ", study.Plan.Imputations!.Members.Select(m => $"with(x, {PlanExpression.Read(Member(m), study.Over(i.Over).Frame).R}) + 0"))})");
    }

    private static void Number(StringBuilder r, StudyData study, PlanNumber n)
    {
        Indicator Of(string id) => study.Plan.Indicators.First(i => i.Id == id);
        if (n.Under is { } under)
        {
            Rows(r, study, Of(under));
            Line(r, "others <- sets; both <- keep");
        }
        else Line(r, "others <- list(0)");
        Rows(r, study, Of(n.Of));
        if (n.Under is not null) Line(r, "keep <- keep & both");
        if (n.What == NumberOf.Contrast)
        {
            var domain = study.Plan.Domains.First(d => d.Id == n.By[0]);
            var levels = domain.Levels.Select(l => l.Code).Where(c => n.Coefficients.GetValueOrDefault(c) != 0).ToList();
            Line(r, $"x$g_ <- factor(x${domain.Variable}, levels = c({Quoted(levels)})); keep <- keep & !is.na(x$g_)");
            Line(r, $$"""number("{{n.Id}}", "{{domain.Id}}", x, sets, others, keep, function(p) contrast(p, c({{string.Join(", ", levels.Select(l => $"\"{l}\" = {R(n.Coefficients[l])}"))}})))""");
            return;
        }
        var made = n.What switch { NumberOf.Total => "svytotal(~y_, p)", NumberOf.Ratio => "svyratio(~y_, ~z_, p)", _ => "svyvar(~y_, p)" };
        // Fewer than nobody there cannot be.
        var least = n.What == NumberOf.Total && !Of(n.Of).Mean ? ", least = 0" : "";
        Line(r, $"number(\"{n.Id}\", \"\", x, sets, others, keep, function(p) {made}{least})");
        foreach (var domain in n.By.Select(b => study.Plan.Domains.First(d => d.Id == b)))
            foreach (var (code, _) in domain.Levels)
                Line(r, $"number(\"{n.Id}\", \"{domain.Id}={code}\", x, sets, others, keep & x${domain.Variable} %in% \"{code}\", function(p) {made}{least})");
    }

    private static void Rows(StringBuilder r, StudyData study, string indicator, IEnumerable<string> domains)
    {
        var i = study.Plan.Indicators.First(x => x.Id == indicator);
        Rows(r, study, i);
        foreach (var d in domains.Select(id => study.Plan.Domains.First(x => x.Id == id)))
            Line(r, $"x$g_{d.Id} <- factor(x${d.Variable}, levels = c({Quoted(d.Levels.Select(l => l.Code))}))");
        Line(r, "x$y_ <- ifelse(keep, x$y_, 0); part <- in_(x, keep)");
    }

    private static void Range(StringBuilder r, StudyData study, KindRange range)
    {
        Line(r, "v <- c()");
        foreach (var kind in study.Plan.Lists[range.Each])
        {
            Rows(r, study, "", range.Item.Replace("{k}", kind, StringComparison.Ordinal), range.Value.For(kind), range.Within?.For(kind));
            Line(r, $"o <- out(\"{range.Id}\", \"kind={kind}\", x, keep, FALSE)");
            Line(r, $"if (sum(keep) >= {range.Persons} && psus(x, keep) >= {range.Psus}) v <- c(v, o[1])");
        }
        Line(r, $"say(\"{range.Id}\", \"lowest\", min(v)); say(\"{range.Id}\", \"highest\", max(v))");
    }

    private static void Quantile(StringBuilder r, StudyData study, PlanQuantile q)
    {
        Rows(r, study, q.Over, q.Item, q.Value, q.Within);
        var rule = q.Rule switch { QuantileRule.ShahVaish => "shahvaish", >= QuantileRule.Type1 => "hf" + q.Rule.ToString()[4..], var named => named.ToString().ToLowerInvariant() };
        var interval = q.Interval == QuantileInterval.Replicates ? "quantile" : q.Interval.ToString().ToLowerInvariant();
        Line(r, "x$y_ <- ifelse(keep, x$y_, 0)");
        foreach (var (level, and) in q.By.SelectMany(b => study.Plan.Domains.First(d => d.Id == b) is var d ? d.Levels.Select(l => ($"{d.Id}={l.Code}", $" & x${d.Variable} %in% \"{l.Code}\"")) : []).Prepend(("", "")))
            Line(r, $$"""if (sum(keep{{and}}) > 0) { m <- quantiles(in_(x, keep{{and}}), c({{string.Join(", ", q.At.Select(R))}}), rule("{{rule}}"), "{{interval}}"); for (k in rownames(m)) say("{{q.Id}}", paste0("{{level}}", "@", k), m[k, 1], m[k, 4], m[k, 2], m[k, 3], sum(keep{{and}})) }""");
    }

    private static void Standardised(StringBuilder r, StudyData study, Standardised s)
    {
        var levels = study.Plan.Domains.First(d => d.Id == s.Composition).Levels;
        var groups = s.By is { } b ? study.Plan.Domains.First(d => d.Id == b) : null;
        Rows(r, study, s.Of, groups is null ? [s.Composition] : [s.Composition, groups.Id]);
        var standard = $"function(p) svystandardize(subset(p, !is.na(g_{s.Composition}){(groups is null ? "" : $" & !is.na(g_{groups.Id})")}), by = ~g_{s.Composition}, over = ~{(groups is null ? "1" : $"g_{groups.Id}")}, population = c({string.Join(", ", levels.Select(l => R(s.Shares[l.Code])))}))";
        if (study.Plan.Indicators.First(i => i.Id == s.Of).Imputed)
        {
            Line(r, $"std <- {standard}; number(\"{s.Id}\", \"\", x, sets, list(0), keep, function(p) svymean(~y_, std(p)), n = NA)");
            foreach (var (code, _) in groups?.Levels ?? []) Line(r, $"number(\"{s.Id}\", \"{groups!.Id}={code}\", x, sets, list(0), keep, function(p) svymean(~y_, subset(std(p), g_{groups.Id} == \"{code}\")), n = NA)");
            return;
        }
        Line(r, $"std <- ({standard})(part)");
        Line(r, $"m <- svymean(~y_, std); say(\"{s.Id}\", \"\", coef(m), SE(m))");
        foreach (var (code, _) in groups?.Levels ?? []) Line(r, $"m <- svymean(~y_, subset(std, g_{groups!.Id} == \"{code}\")); say(\"{s.Id}\", \"{groups.Id}={code}\", coef(m), SE(m))");
    }

    private static void Test(StringBuilder r, StudyData study, GroupTest test)
    {
        Rows(r, study, test.Indicator, [test.By]);
        if (study.Plan.Indicators.First(i => i.Id == test.Indicator).Imputed)
        {
            Line(r, $"fits <- fitted_(x, sets, keep, y_ ~ g_{test.By}, gaussian)");
            Line(r, test.Statistic == GroupStatistic.T ? $"t <- rubin(fits); say(\"{test.Indicator}\", \"test:{test.By}:T\", t$value[2] / t$se[2], p = 2 * pt(-abs(t$value[2] / t$se[2]), t$df[2]))" : $"t <- d1(fits, -1); say(\"{test.Indicator}\", \"test:{test.By}:Wald\", t$statistic, p = t$p.value)");
            return;
        }
        var asked = test.Statistic switch
        {
            GroupStatistic.F => $"svychisq(~c_ + g_{test.By}, part, statistic = \"F\")",
            GroupStatistic.ChiSquared => $"svychisq(~c_ + g_{test.By}, part, statistic = \"Chisq\")",
            GroupStatistic.Wald => $"svychisq(~c_ + g_{test.By}, part, statistic = \"Wald\")",
            GroupStatistic.AdjustedWald => $"svychisq(~c_ + g_{test.By}, part, statistic = \"adjWald\")",
            GroupStatistic.LinearCombination => $"pearson(part, \"g_{test.By}\", exact)",
            GroupStatistic.Saddlepoint => $"pearson(part, \"g_{test.By}\", saddlepoint)",
            GroupStatistic.T => $"svyttest(y_ ~ g_{test.By}, part)",
            GroupStatistic.Wilcoxon => $"ranks(part, \"g_{test.By}\", function(r, N) r / N)",
            GroupStatistic.VanDerWaerden => $"ranks(part, \"g_{test.By}\", function(r, N) qnorm(r / N))",
            _ => $"ranks(part, \"g_{test.By}\", function(r, N) as.numeric(r > N / 2))",
        };
        // Levels that nobody has are no levels for the library.
        Line(r, $"part <- subset(part, !is.na(g_{test.By})); part$variables$g_{test.By} <- droplevels(part$variables$g_{test.By}); part$variables$c_ <- factor(part$variables$y_); t <- {asked}; say(\"{test.Indicator}\", \"test:{test.By}:{test.Statistic}\", t$statistic, p = t$p.value)");
    }

    private static void Model(StringBuilder r, StudyData study, PlanModel m)
    {
        Rows(r, study, m.Outcome, m.Terms);
        // A calibrated design keeps the rows outside; with a middle value they do not lead the fit astray where it begins.
        Line(r, "part$variables$y_ <- ifelse(weights(part, \"sampling\") == 0, weighted.mean(part$variables$y_, weights(part, \"sampling\")), part$variables$y_)");
        foreach (var number in m.Numbers.Keys) Line(r, $"part$variables$n_{number} <- num(part$variables${number})");
        var family = $"{m.Family.ToString().ToLowerInvariant()}({(m.Link is { } link ? $"link = \"{link.ToString().ToLowerInvariant()}\"" : "")})";
        string Formula(IEnumerable<string> terms) => "y_ ~ " + (terms.Concat(m.Numbers.Keys.Select(n => "n_" + n)).ToList() is { Count: > 0 } all ? string.Join(" + ", all) : "1");
        var scale = (m.Link ?? (m.Family == Family.Gaussian ? Link.Identity : Link.Log)) == Link.Identity ? "identity" : "exp";
        var margins = study.Plan.Design.Replicates is null ? m.Margins : [];
        if (margins.Count < m.Margins.Count) Line(r, "# The survey package makes no predictive margins of replicates (4.1).");
        string Terms(string without = "") => Formula(m.Terms.Where(t => t != without).Select(t => "g_" + t));
        if (study.Plan.Indicators.First(i => i.Id == m.Outcome).Imputed)
        {
            foreach (var number in m.Numbers.Keys) Line(r, $"x$n_{number} <- num(x${number})");
            Line(r, $"fits <- fitted_(x, sets, keep, {Terms()}, {family}); t <- rubin(fits)");
            Line(r, $$"""for (k in seq_along(t$value)[-1]) { e <- {{scale}}(t$value[k] + c(0, -1, 1) * qt(0.975, t$df[k]) * t$se[k]); say("{{m.Id}}", sub("^[gn]_", "", names(t$value)[k]), e[1], NA, e[2], e[3], NA, 2 * pt(-abs(t$value[k] / t$se[k]), t$df[k])) }""");
            foreach (var term in m.Terms) Line(r, $"t <- d1(fits, names(coef(fits[[1]])) %in% paste0(\"g_{term}\", levels(x$g_{term}))); say(\"{m.Id}\", \"test:{term}:Wald\", t$statistic, p = t$p.value)");
            foreach (var margin in margins)
                Line(r, $$"""t <- rubin(lapply(fitted_(x, sets, keep, {{Terms(margin)}}, {{family}}), function(f) suppressWarnings(svypredmeans(f, ~g_{{margin}}))), degf(part)); for (k in seq_along(t$value)) say("{{m.Id}}", paste0("margin:{{margin}}=", names(t$value)[k]), t$value[k], t$se[k])""");
            return;
        }
        Line(r, $"m <- suppressWarnings(svyglm({Terms()}, part, family = {family})); b <- summary(m)$coefficients");
        Line(r, $$"""for (k in rownames(b)[-1]) { e <- b[k, 1] + c(0, -1, 1) * qt(0.975, m$df.residual) * b[k, 2]; e <- {{scale}}(e); say("{{m.Id}}", sub("^[gn]_", "", k), e[1], NA, e[2], e[3], NA, b[k, 4]) }""");
        foreach (var term in m.Terms) Line(r, $"t <- regTermTest(m, ~g_{term}); say(\"{m.Id}\", \"test:{term}:Wald\", t$Ftest, p = t$p)");
        foreach (var margin in margins)
            Line(r, $$"""a <- suppressWarnings(svyglm({{Terms(margin)}}, part, family = {{family}})); t <- suppressWarnings(svypredmeans(a, ~g_{{margin}})); for (k in names(coef(t))) say("{{m.Id}}", paste0("margin:{{margin}}=", k), coef(t)[[k]], SE(t)[[match(k, names(coef(t)))]])""");
    }

    private static string R(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(t => $"\"{t}\""));

    private static void Line(StringBuilder r, string line) => r.Append(line).Append('\n');
}
